"""What the nodes of a parse tree say, in a few words. They are protobuf messages of libpg_query, named as PostgreSQL's
sources name them (parsenodes.h)."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opskit.migrate.parser import Parsed


def enum_word(message: Any, field: str) -> str:
    """The name of an enumeration value of a node, as PostgreSQL's sources have it: AT_AddColumn, OBJECT_INDEX."""
    return _words(message.DESCRIPTOR, field)[getattr(message, field)]


@cache
def _words(descriptor: Hashable, field: str) -> dict[int, str]:
    names: Any = descriptor
    values = names.fields_by_name[field].enum_type.values_by_number
    return {number: str(value.name) for number, value in values.items()}


def dropped(node: Any) -> list[tuple[str, str]]:
    """Schema (perhaps empty) and name of each object of a DROP of relations."""
    named = ([part.string.sval for part in each.list.items] for each in node.objects)
    return [(".".join(parts[:-1]), parts[-1]) for parts in named]


def builds_index(parsed: Parsed) -> bool:
    """Whether the statement builds an index: by name, or for a constraint."""
    if parsed.kind != "alter_table_stmt":
        return parsed.kind in ("index_stmt", "reindex_stmt", "refresh_mat_view_stmt")
    added = (getattr(each.alter_table_cmd, "def").constraint for each in parsed.node.cmds)
    wanted = ("CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION")
    return any(enum_word(each, "contype") in wanted and not each.indexname for each in added)


def clauses(column: Any) -> dict[str, Any]:
    """The constraints written beside a column, by their kind: CONSTR_DEFAULT, CONSTR_NOTNULL, CONSTR_IDENTITY."""
    return {enum_word(each.constraint, "contype"): each.constraint for each in column.constraints}


def type_word(column: Any) -> str:
    """The name of a column's type without its schema, as the parser has it: int4, serial, json."""
    names = column.type_name.names
    return str(names[-1].string.sval) if names else ""


def dropped_from(node: Any) -> list[tuple[str, str, str]]:
    """Schema (perhaps empty) and name of the relation, and name of each trigger, rule or policy of a DROP."""
    named = ([part.string.sval for part in each.list.items] for each in node.objects)
    return [(".".join(parts[:-2]), parts[-2], parts[-1]) for parts in named]


def is_serial(column: Any) -> bool:
    return type_word(column) in ("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial")


def option(node: Any, name: str) -> bool:
    """Whether an option of VACUUM, CLUSTER or REINDEX is on: VACUUM (FULL), FULL, (FULL true), not (FULL off)."""
    given = next((each.def_elem.arg for each in node.options if each.def_elem.defname == name), None)
    if given is None:
        return False
    zero = given.HasField("integer") and not given.integer.ival
    return not zero and given.string.sval.lower() not in ("off", "false")


def block_body(do: Any) -> tuple[str, str]:
    """Language and body of a DO statement."""
    options = {each.def_elem.defname: each.def_elem.arg.string.sval for each in do.args}
    return options.get("language", "plpgsql"), options.get("as", "")


def function_body(node: Any) -> tuple[str, str]:
    """Language and body of a CREATE FUNCTION; a body in standard SQL (BEGIN ATOMIC) has no text of its own."""
    options = {each.def_elem.defname: each.def_elem.arg for each in node.options}
    language = options["language"].string.sval.lower() if "language" in options else "sql"
    parts = options["as"].list.items if "as" in options else []
    return language, parts[0].string.sval if parts else ""


def called_functions(node: Any) -> set[str]:
    """The names, without schemas, of the functions that a statement calls anywhere."""
    found = set()
    if node.DESCRIPTOR.name == "FuncCall":
        found.add(str(node.funcname[-1].string.sval))
    for descriptor, value in node.ListFields():
        if descriptor.message_type:
            for each in value if descriptor.is_repeated else [value]:
                found |= called_functions(each)
    return found
