"""What others have changed since a run: told by the schema as the run left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from opskit.core.fingerprint import Difference, differences
from opskit.core.step import Reader, Row
from opskit.migrate.parser import parse
from opskit.migrate.taken_away import Dropped, dropped
from opskit.steps import observing
from opskit.steps.framed import searching
from opskit.steps.undo_statement import sets
from opskit.value import Value

_NAMES = """
select w.name, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified
from pg_catalog.unnest(%(names)s::pg_catalog.text[]) as w (name)
join pg_catalog.pg_class as c on c.oid = pg_catalog.to_regclass(w.name)
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
order by w.name
"""
# What failed builds leave, of whomever, belongs to no schema.
_DEBRIS = "invalid index"


class Others(Value):
    """`unknown` says why some of it cannot be told; empty where all can."""

    changed: tuple[Difference, ...] = ()
    unknown: str = ""

    @property
    def altered(self) -> frozenset[str]:
        """Keys as of core.fingerprint: what is there and is not what the run left."""
        return frozenset(f"{each.kind}: {each.name}" for each in self.changed if each.change == "different")


def changed_by_others(db: Reader, rows: Sequence[Row], now: Mapping[str, str]) -> Others:
    """`rows` of opskit.revision, newest first, that are all there is after the oldest of them; `now` are the objects of
    the schema. What changed while a migration was being applied counts as its own."""
    found: list[Difference] = []
    unknown = []
    newer = now
    for row in rows:
        revision = str(row["revision"])
        after = observing.objects_after(db, revision) if row["state"] == "applied" else None
        if after is None:
            unknown.append(_why(row))
        else:
            found += differences(after, newer)
        newer = observing.objects_before(db, revision)
    each_once = {(each.kind, each.name): each for each in found if each.kind != _DEBRIS}
    return Others(tuple(each_once.values()), "; ".join(unknown))


def _why(row: Row) -> str:
    revision = row["revision"]
    if row["state"] == "undoing":
        return f"a rollback of {revision} was begun"
    if row["state"] == "applying":
        return f"{revision} was not applied to its end"
    return f"how {revision} left the schema was not kept"


def taken_from_others(db: Reader, undo: Sequence[str], altered: frozenset[str]) -> list[str]:
    """Of the altered objects (keys) those that these statements would drop."""
    if not altered:
        return []
    gone = [each for sql in undo for parsed in parse(sql) for each in dropped(parsed)]
    with searching(db, tuple(takewhile(sets, undo))):
        names = {row["name"]: row["qualified"] for row in db.rows(_NAMES, names=[each.relation for each in gone])}
    keys = (_key(each, names[each.relation]) for each in gone if each.relation in names)
    return [key for key in keys if key in altered]


def _key(each: Dropped, relation: str) -> str:
    return f"{each.kind}: {relation}{f'.{each.part}' if each.part else ''}"
