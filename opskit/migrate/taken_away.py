"""What a statement of a way back leaves, in words, and which objects of the schema it takes away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from opskit.core.identifier import ident, qualified
from opskit.migrate import nodes
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed, parse
from opskit.value import Value

SHOWN = 60
_RELATIONS = {
    "OBJECT_TABLE": "table",
    "OBJECT_INDEX": "index",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_FOREIGN_TABLE": "foreign table",
}
_PARTS = {"AT_DropColumn": "column", "AT_DropConstraint": "constraint"}
_MADE = {
    "create_stmt": ("table", "relation"),
    "view_stmt": ("view", "view"),
    "create_seq_stmt": ("sequence", "sequence"),
}
_HOW = re.compile(r"^drop\s+|\bconcurrently\s+|\bif\s+exists\s+", re.IGNORECASE)


class Dropped(Value):
    """`kind` as in core.fingerprint; `relation` is a quoted name as written, the object's own or that of its table,
    and `part` the quoted name of a column or constraint of it. `name` is its own, without a schema."""

    kind: str
    relation: str
    name: str
    part: str = ""


def dropped(parsed: Parsed) -> Iterator[Dropped]:
    """Relations, columns and constraints; other kinds are not told apart by name alone."""
    node = parsed.node
    if parsed.kind == "drop_stmt" and enum_word(node, "remove_type") in _RELATIONS:
        kind = _RELATIONS[enum_word(node, "remove_type")]
        yield from (Dropped(kind, qualified(schema, name), ident(name)) for schema, name in nodes.dropped(node))
    elif parsed.kind == "alter_table_stmt":
        table = qualified(node.relation.schemaname, node.relation.relname)
        for command in (each.alter_table_cmd for each in node.cmds):
            kind = _PARTS.get(enum_word(command, "subtype"), "")
            if kind:
                yield Dropped(kind, table, ident(command.name), ident(command.name))


def target(sql: str) -> str:
    """The state it leads to: `no index idx_jobs_status`, `constraint positive on t`."""
    parsed = parse(sql)[0]
    gone = [f"no {each.kind} {_place(each)}" for each in dropped(parsed)]
    if gone:
        return ", ".join(gone)
    if parsed.kind in _MADE:
        relation = getattr(parsed.node, _MADE[parsed.kind][1])
        return f"{_MADE[parsed.kind][0]} {qualified(relation.schemaname, relation.relname)}"
    if parsed.kind == "index_stmt":
        return f"index {ident(parsed.node.idxname)} on {parsed.node.relation.relname}"
    if parsed.kind == "alter_table_stmt":
        return ", ".join(dict.fromkeys(_altered(parsed.node, each.alter_table_cmd) for each in parsed.node.cmds))
    words = " ".join(sql.split())
    if parsed.kind == "drop_stmt":
        return f"no {_HOW.sub('', words)}"
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _altered(statement: Any, command: Any) -> str:
    table = statement.relation.relname
    definition = getattr(command, "def")
    match enum_word(command, "subtype"):
        case "AT_AddConstraint":
            return f"constraint {definition.constraint.conname} on {table}"
        case "AT_AddColumn":
            return f"column {definition.column_def.colname} in {table}"
        case _:
            return f"{f'column {command.name} of ' if command.name else ''}{table} as before"


def _place(each: Dropped) -> str:
    return f"{each.part} {'in' if each.kind == 'column' else 'on'} {each.relation}" if each.part else each.relation
