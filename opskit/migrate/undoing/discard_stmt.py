"""DISCARD: what ends with the session anyway."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    return Undo()
