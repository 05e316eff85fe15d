"""COPY: out of the database nothing, into it rows."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.parser import deparse, parse
from opskit.migrate.undo import Undo, undo_of

_WHY = Irreversible("which rows COPY added is not recorded; write a down.sql that deletes them by their keys")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    if clause.node.is_from:
        return _WHY
    kind = clause.node.query.WhichOneof("node")
    return undo_of(parse(deparse(kind, getattr(clause.node.query, kind)))[0], db) if kind else Undo()
