"""DECLARE: a cursor that ends with its transaction; what it calls runs when it is fetched from."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    return Undo()
