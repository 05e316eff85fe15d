"""CREATE TABLE … AS, SELECT INTO and CREATE MATERIALIZED VIEW."""

from __future__ import annotations

from opskit.core.change import Loss
from opskit.core.step import Reader
from opskit.migrate.created import made_relation
from opskit.migrate.ddl import Clause
from opskit.migrate.named import kind_of
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    if kind_of(node, "objtype") == "matview":
        return made_relation(db, node.into.rel, "MATERIALIZED VIEW", unless_there=node.if_not_exists)
    return made_relation(db, node.into.rel, "TABLE", Loss.NEW_DATA, unless_there=node.if_not_exists)
