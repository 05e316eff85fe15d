"""ALTER TYPE … SET of a base type."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("what a base type was set to is not derived; write a down.sql that sets it")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
