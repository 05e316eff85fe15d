"""ALTER TABLE … ALTER COLUMN … TYPE."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.SET


def by_hand(clause: Clause) -> str:
    return "rewrites the table while everybody is locked out: write a migration that goes by a new column"
