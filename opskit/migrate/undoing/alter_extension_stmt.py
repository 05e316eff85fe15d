"""ALTER EXTENSION … UPDATE: extensions ship no way down."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible(
    "an extension has no script to an older version; write a down.sql that drops it and creates the version before"
)


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
