"""ALTER TEXT SEARCH DICTIONARY."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause

_WHY = Irreversible("options of a text search dictionary are not derived; write a down.sql that sets what they were")


def undo(clause: Clause, db: Reader) -> Irreversible:
    return _WHY
