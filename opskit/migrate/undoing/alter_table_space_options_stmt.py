"""ALTER TABLESPACE … SET."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("options of a tablespace before are not derived; write a down.sql that sets them")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
