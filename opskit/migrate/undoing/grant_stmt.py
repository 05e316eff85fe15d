"""GRANT and REVOKE on objects."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.gone import addressed
from opskit.migrate.granting import asked, taken_back
from opskit.migrate.named import Address, Name, find, kind_of, name_in, relation_named
from opskit.migrate.nodes import enum_word
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import LATER, Undo

_NOT_DERIVED = Irreversible("privileges on this kind of object are not looked up; write a down.sql")
_NOT_LOOKED_UP = ("largeobject", "parameter_acl")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    kind = kind_of(clause.node, "objtype")
    if kind in _NOT_LOOKED_UP:
        return _NOT_DERIVED
    found = _objects(clause.node, kind, db)
    if None in found:
        return LATER
    with spelled_out(db):
        rows = db.rows(fact("undo_privileges"), **addressed([each for each in found if each is not None]))
    wanted = asked(db, clause.node)
    statements: list[str] = []
    for _, own in groupby(rows, key=lambda row: (row["class"], row["oid"])):
        statements += taken_back(wanted, list(own))
    return Undo(tuple(statements))


def _objects(node: Any, kind: str, db: Reader) -> list[Address | None]:
    if enum_word(node, "targtype") == "ACL_TARGET_ALL_IN_SCHEMA":
        schemas = [each.string.sval for each in node.objects]
        rows = db.rows(fact("undo_all_in_schema"), schemas=schemas, kind=kind)
        return [Address(row["class"], row["oid"]) for row in rows]
    return [_object(each, kind, db) for each in node.objects]


def _object(node: Any, kind: str, db: Reader) -> Address | None:
    if node.HasField("range_var"):
        return relation_named(db, node.range_var)
    if kind == "tablespace" or node.HasField("string"):
        return find(db, Name(kind, name=node.string.sval))
    return find(db, name_in(kind, node))
