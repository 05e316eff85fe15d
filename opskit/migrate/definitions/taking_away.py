"""Objects taken away one by one, so that nothing goes that nobody named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.definitions.gone import Gone, in_order
from opskit.migrate.definitions.said import Said
from opskit.migrate.named import Address, identity

# What pg_identify_object calls them: each is dropped by its name, and holds no rows of its own.
_DROPPED = (
    "view", "materialized view", "function", "procedure", "aggregate", "trigger", "policy", "rule", "event trigger",
)  # fmt: skip


def taken_away(
    db: Reader, lost: Sequence[Gone], said: Sequence[Said], needed: Mapping[Address, set[Address]]
) -> tuple[str, ...] | Irreversible:
    """What is said in `said`, in the order in which nothing stands in the way. An index or a default goes with the view
    it is on."""
    relations = {each.part_of for each in lost if each.catalog == "pg_class" and not each.part_of.sub}
    own = {each.address for each in said if each.place == 0}
    found = []
    for address in reversed([each for each in in_order(needed) if each in own]):
        what = identity(db, address)
        if what.kind in _DROPPED:
            word = "ROUTINE" if what.kind == "aggregate" else what.kind.upper()
            found.append(f"DROP {word} IF EXISTS {what.text}")
        elif not needed[address] & relations:
            return Irreversible(f"{what.kind} {what.text} depends on it and would have to go first; write a down.sql")
    return tuple(found)
