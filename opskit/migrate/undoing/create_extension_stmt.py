"""CREATE EXTENSION; with CASCADE also what it needs and was not there."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.created import made
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    own = made(db, "extension", node.extname, "EXTENSION", unless_there=node.if_not_exists)
    if not own.statements or not any(each.def_elem.defname == "cascade" for each in node.options):
        return own
    needed = [row["name"] for row in db.rows(fact("undo_extensions_needed"), name=node.extname)]
    return Undo((*own.statements, *(f"DROP EXTENSION IF EXISTS {ident(each)}" for each in needed)))
