"""ALTER SEQUENCE: a wider type or another limit; not where it stands."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.SET
_LIMITS = frozenset({"as", "maxvalue", "minvalue"})


def by_hand(clause: Clause) -> str:
    more = {each.def_elem.defname for each in clause.node.options} - _LIMITS
    return f"changes more than the limits of a sequence: {', '.join(sorted(more))}" if more else ""
