"""DROP DATABASE."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("a dropped database comes back from a backup only")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
