"""IMPORT FOREIGN SCHEMA: which tables come is told by the other server."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "which tables IMPORT FOREIGN SCHEMA makes is known only when it runs; write a down.sql that drops them"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
