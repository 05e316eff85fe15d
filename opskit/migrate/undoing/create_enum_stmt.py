"""CREATE TYPE … AS ENUM."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.created import made_in_schema, strings
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    return made_in_schema(db, strings(clause.node.type_name), "TYPE")
