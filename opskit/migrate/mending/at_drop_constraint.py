"""ALTER TABLE … DROP CONSTRAINT."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.DROP


def by_hand(clause: Clause) -> str:
    return "a constraint is a promise: whether it may go is a person's decision"
