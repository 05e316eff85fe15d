"""ALTER TABLE … VALIDATE CONSTRAINT: reads and writes go on while the rows are looked at."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.VALIDATE


def by_hand(clause: Clause) -> str:
    return ""
