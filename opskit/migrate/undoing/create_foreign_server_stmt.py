"""CREATE SERVER."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.created import made
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    return made(db, "foreign_server", node.servername, "SERVER", unless_there=node.if_not_exists)
