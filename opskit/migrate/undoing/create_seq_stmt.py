"""CREATE SEQUENCE."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.created import made_relation
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    return made_relation(db, node.sequence, "SEQUENCE", unless_there=node.if_not_exists)
