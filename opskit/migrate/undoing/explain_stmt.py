"""EXPLAIN: nothing, unless ANALYZE runs what it explains."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.nodes import option
from opskit.migrate.parser import deparse, parse
from opskit.migrate.undo import Undo, undo_of


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    if not option(clause.node, "analyze"):
        return Undo()
    kind = clause.node.query.WhichOneof("node")
    return undo_of(parse(deparse(kind, getattr(clause.node.query, kind)))[0], db)
