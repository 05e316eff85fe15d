"""CREATE INDEX, which the step builds CONCURRENTLY."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.BUILD


def by_hand(clause: Clause) -> str:
    return "a unique index is a new rule for the rows: write a migration" if clause.node.unique else ""
