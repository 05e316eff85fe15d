"""ALTER SUBSCRIPTION: its connection holds a password that only few may read."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "the connection of a subscription cannot be read by everyone; write a down.sql that sets what it was"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
