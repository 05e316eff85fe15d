"""CREATE FOREIGN TABLE: its rows are in another place."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.created import made_relation
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    base = clause.node.base_stmt
    return made_relation(db, base.relation, "FOREIGN TABLE", unless_there=base.if_not_exists)
