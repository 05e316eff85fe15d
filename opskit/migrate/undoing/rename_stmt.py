"""ALTER … RENAME: the same with the names the other way round."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse
from opskit.migrate.renamed import called, schema_of
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    schema = schema_of(db, node, enum_word(node, "rename_type"))
    if schema is None:
        return Undo() if node.missing_ok else LATER
    back = called(node, schema) if node.subname else called(node, schema, node.newname)
    back.subname, back.newname = (node.newname, node.subname) if node.subname else ("", _old(node))
    back.missing_ok = False
    return Undo((deparse("rename_stmt", back),))


def _old(node: Any) -> str:
    """The name that goes."""
    if node.HasField("relation"):
        return str(node.relation.relname)
    word = node.object.WhichOneof("node")
    if word == "string":
        return str(node.object.string.sval)
    parts = node.object.object_with_args.objname if word == "object_with_args" else node.object.list.items
    return str(parts[-1].string.sval)
