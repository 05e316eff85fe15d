"""ALTER OPERATOR FAMILY."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "what was in the operator family is not derived; write a down.sql that adds or drops the same members"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
