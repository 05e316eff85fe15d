"""ALTER ROLE … SET, RESET: for sessions that begin after it."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.SET


def by_hand(clause: Clause) -> str:
    return ""
