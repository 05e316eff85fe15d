"""CREATE LANGUAGE: without a handler it is another way to say CREATE EXTENSION."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.created import made
from opskit.migrate.ddl import Clause
from opskit.migrate.named import Name, find
from opskit.migrate.undo import Undo

_REPLACED = Irreversible("CREATE OR REPLACE LANGUAGE takes the old definition away; write a down.sql with it")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    if node.replace and find(db, Name("language", name=node.plname)):
        return _REPLACED if node.plhandler else Undo()
    return made(db, "language", node.plname, "LANGUAGE" if node.plhandler else "EXTENSION")
