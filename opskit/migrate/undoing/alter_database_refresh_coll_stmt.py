"""ALTER DATABASE … REFRESH COLLATION VERSION."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("the version that was recorded for the collation cannot be set again; REINDEX what uses it instead")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
