"""ALTER SYSTEM."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.SET


def by_hand(clause: Clause) -> str:
    return "a setting of the whole server, for all of its databases"
