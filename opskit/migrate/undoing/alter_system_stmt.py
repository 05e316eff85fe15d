"""ALTER SYSTEM: a file of the server."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("ALTER SYSTEM writes a file that a login cannot read; write a down.sql that sets or resets it")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
