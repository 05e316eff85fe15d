"""DROP ROLE: its password and memberships are not to be read by everyone."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("the password of a dropped role cannot be read; write a down.sql that creates the role again")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
