"""DELETE: the rows are gone."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("the rows DELETE removed are not kept; bring them back from a copy taken before or from a backup")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
