"""DO: a program, which may have done one thing or another."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "what a DO block did depends on what it found; write a down.sql, or write its statements outside of a block"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
