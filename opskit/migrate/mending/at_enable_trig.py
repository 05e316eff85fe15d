"""ALTER TABLE … ENABLE TRIGGER."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.SET


def by_hand(clause: Clause) -> str:
    return "look first for the rows that came while it was off: no trigger looks at them afterwards"
