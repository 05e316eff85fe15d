"""CALL: a program that may commit."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("what a procedure did is not in the text of CALL; write a down.sql that calls its counterpart")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
