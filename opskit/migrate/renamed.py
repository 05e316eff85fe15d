"""A statement about an object, said of what the object is called once it has run."""

from __future__ import annotations

from typing import Any

from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.named import Name, find, identity, name_in

# Their names are no names of a schema, or not looked up: they are taken as they are written.
_AS_WRITTEN = frozenset(
    "OBJECT_OPCLASS OBJECT_OPFAMILY OBJECT_CONVERSION OBJECT_TSCONFIGURATION OBJECT_TSDICTIONARY OBJECT_TSPARSER"
    " OBJECT_TSTEMPLATE OBJECT_SUBSCRIPTION OBJECT_LARGEOBJECT OBJECT_ACCESS_METHOD".split()
)


def schema_of(db: Reader, node: Any, word: str) -> str | None:
    """The schema of the object that ALTER … RENAME, SET SCHEMA or DEPENDS names, empty where it has none; None where it
    is not there. `word` is the ObjectType."""
    if word in _AS_WRITTEN:
        return ""
    if node.HasField("relation"):
        found = find(db, Name("table", relation=qualified(node.relation.schemaname, node.relation.relname)))
    elif node.HasField("object"):
        kind = "domain" if word == "OBJECT_DOMCONSTRAINT" else word.removeprefix("OBJECT_").lower()
        found = find(db, name_in(kind, node.object))
    else:
        found = find(db, Name(word.removeprefix("OBJECT_").lower(), name=node.subname))
    return identity(db, found).schema if found else None


def called(node: Any, schema: str, name: str = "") -> Any:
    """A copy of the statement with this schema, and this name where it is another."""
    copy = type(node)()
    copy.CopyFrom(node)
    if copy.HasField("relation"):
        copy.relation.schemaname = schema
        copy.relation.relname = name or copy.relation.relname
    elif copy.HasField("object"):
        _call(copy.object, schema, name)
    return copy


def _call(target: Any, schema: str, name: str) -> None:
    word = target.WhichOneof("node")
    if word == "string":
        target.string.sval = name or target.string.sval
        return
    parts = target.object_with_args.objname if word == "object_with_args" else target.list.items
    parts[-1].string.sval = name or parts[-1].string.sval
    if schema:
        last = parts[-1].string.sval
        del parts[:]
        for each in (schema, last):
            parts.add().string.sval = each
