"""UPDATE: the old values are gone."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "the values UPDATE replaced are not kept; write a down.sql that sets them, from a copy taken before"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
