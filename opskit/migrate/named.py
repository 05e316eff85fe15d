"""The object that a statement names, as the catalog has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.catalog.facts import fact
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.nodes import enum_word
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.type_name import type_text
from opskit.value import Value, asdict, field

_RELATIONS = ("table", "view", "matview", "index", "sequence", "foreign_table")
_OF_A_RELATION = ("column", "attribute", "tabconstraint", "trigger", "rule", "policy")
_IDENTITY = """
select o.type, coalesce(o.schema, '') as schema, o.identity
from pg_catalog.pg_identify_object(
    %(class)s::pg_catalog.oid, %(oid)s::pg_catalog.oid, %(sub)s::pg_catalog.int4
) as o
"""


class Address(Value, order=True):
    """As in pg_depend: a catalog's oid, a row's oid, a column's number or 0 for the whole."""

    catalog: int
    oid: int
    sub: int = 0

    @property
    def whole(self) -> Address:
        return Address(self.catalog, self.oid)


class Name(Value):
    """What undo_named looks up, in its words."""

    kind: str
    relation: str | None = None
    type: str | None = None
    schema: str = ""
    name: str = ""
    arguments: list[str] | None = field(default=None)


class Identity(Value):
    """`text` is the qualified name as pg_identify_object has it, `kind` its word for what it is."""

    kind: str
    schema: str
    text: str


def kind_of(message: Any, enum_field: str) -> str:
    """OBJECT_MATVIEW is matview."""
    return enum_word(message, enum_field).removeprefix("OBJECT_").lower()


def find(db: Reader, name: Name) -> Address | None:
    rows = db.rows(fact("undo_named"), **asdict(name))
    return Address(rows[0]["class"], rows[0]["oid"], rows[0]["sub"]) if rows else None


def relation_named(db: Reader, relation: Any, kind: str = "table") -> Address | None:
    """By the RangeVar of a statement."""
    return find(db, Name(kind, relation=qualified(relation.schemaname, relation.relname)))


def identity(db: Reader, address: Address) -> Identity:
    with spelled_out(db):
        row = db.rows(_IDENTITY, **{"class": address.catalog}, oid=address.oid, sub=address.sub)[0]
    return Identity(row["type"], row["schema"], row["identity"])


def name_in(kind: str, node: Any) -> Name:
    """From an object of DROP, COMMENT, ALTER … OWNER: a list of names, a type, a function with arguments, a string."""
    word = node.WhichOneof("node")
    if word == "string":
        return Name(kind, name=node.string.sval)
    if word == "type_name":
        return Name(kind, type=type_text(node.type_name, ()))
    if word == "object_with_args":
        return _with_arguments(kind, node.object_with_args)
    return _listed(kind, node.list.items)


def _listed(kind: str, items: Sequence[Any]) -> Name:
    if items[0].WhichOneof("node") == "type_name":
        if kind == "cast":
            return Name(kind, arguments=[type_text(each.type_name, ()) for each in items])
        return Name(kind, type=type_text(items[0].type_name, ()), name=items[1].string.sval)
    parts = [each.string.sval for each in items]
    if kind in ("type", "domain"):
        return Name(kind, type=qualified(*parts))
    if kind in _RELATIONS:
        return Name(kind, relation=qualified(*parts))
    if kind in _OF_A_RELATION:
        return Name(kind, relation=qualified(*parts[:-1]), name=parts[-1])
    return Name(kind, schema=".".join(parts[:-1]), name=parts[-1])


def function_named(node: Any) -> Name:
    """By an ObjectWithArgs."""
    return _with_arguments("function", node)


def _with_arguments(kind: str, node: Any) -> Name:
    parts = [each.string.sval for each in node.objname]
    said = [type_text(each.type_name, ()) for each in node.objargs]
    arguments = None if node.args_unspecified else said
    return Name(kind, schema=".".join(parts[:-1]), name=parts[-1], arguments=arguments)


def present_name(db: Reader, relation: Any) -> str:
    """The qualified name of the relation of a RangeVar; as it is written where it is not there yet."""
    found = relation_named(db, relation)
    return identity(db, found).text if found else qualified(relation.schemaname, relation.relname)
