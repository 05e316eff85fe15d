"""CREATE AGGREGATE, OPERATOR, TYPE, COLLATION and what belongs to text search."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Irreversible
from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader
from opskit.migrate.created import dropped, home, strings
from opskit.migrate.ddl import Clause
from opskit.migrate.named import Name, find, kind_of
from opskit.migrate.type_name import type_text
from opskit.migrate.undo import UNKNOWN, Undo

_WORDS = {
    "aggregate": "AGGREGATE",
    "operator": "OPERATOR",
    "type": "TYPE",
    "collation": "COLLATION",
    "tsparser": "TEXT SEARCH PARSER",
    "tsdictionary": "TEXT SEARCH DICTIONARY",
    "tstemplate": "TEXT SEARCH TEMPLATE",
    "tsconfiguration": "TEXT SEARCH CONFIGURATION",
}
_REPLACED = Irreversible("CREATE OR REPLACE AGGREGATE takes the old definition away; write a down.sql with it")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    kind = kind_of(node, "kind")
    parts = strings(node.defnames)
    schema = home(db, ".".join(parts[:-1]))
    if node.replace:
        return _REPLACED
    if node.if_not_exists and find(db, Name(kind, schema=schema, name=parts[-1])):
        return Undo()
    if kind not in _WORDS:
        return Irreversible(UNKNOWN)
    name = f"{ident(schema)}.{parts[-1]}" if kind == "operator" and schema else qualified(schema, parts[-1])
    return dropped(_WORDS[kind], name + _arguments(kind, node))


def _arguments(kind: str, node: Any) -> str:
    if kind == "operator":
        sides = {each.def_elem.defname: each.def_elem.arg.type_name for each in node.definition}
        return f" ({', '.join(_side(sides.get(each)) for each in ('leftarg', 'rightarg'))})"
    if kind != "aggregate":
        return ""
    if node.oldstyle:
        old = next(each.def_elem.arg.type_name for each in node.definition if each.def_elem.defname == "basetype")
        return f"({type_text(old, ())})"
    given = [each.function_parameter for each in node.args[0].list.items] if node.args else []
    return f"({', '.join(type_text(each.arg_type, ()) for each in given) or '*'})"


def _side(type_name: Any) -> str:
    return type_text(type_name, ()) if type_name else "NONE"
