"""DROP SUBSCRIPTION."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "a dropped subscription forgets how far it came; write a down.sql that creates it again and says where it starts"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
