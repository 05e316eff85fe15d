"""EXECUTE of a prepared statement."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("what EXECUTE ran is not in its text; write the statement itself, or a down.sql")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
