"""INSERT: which rows were new is nowhere told."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("which rows INSERT added is not recorded; write a down.sql that deletes them by their keys")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
