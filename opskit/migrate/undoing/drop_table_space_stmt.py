"""DROP TABLESPACE."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "a dropped tablespace loses its folder's ownership and settings; write a down.sql that creates it again"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
