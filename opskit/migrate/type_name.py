"""The name of a type as format_type prints it, from the parse tree."""

from __future__ import annotations

from typing import Any

from opskit.core.identifier import qualified

# format_type writes these by their SQL names (PostgreSQL sources, format_type.c).
_SQL_NAMES = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "bpchar": "character",
    "varchar": "character varying",
    "varbit": "bit varying",
    "timestamp": "timestamp{} without time zone",
    "timestamptz": "timestamp{} with time zone",
    "time": "time{} without time zone",
    "timetz": "time{} with time zone",
}
_SERIALS = {
    "smallserial": "smallint",
    "serial2": "smallint",
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
}


def type_text(node: Any, search_path: tuple[str, ...] = ("public",)) -> str:
    """A serial type is written as the integer it stands for. A schema on the search path is left out."""
    names = [each.string.sval for each in node.names]
    if not names:
        return ""
    schema, name = ".".join(names[:-1]), names[-1]
    word = (_SERIALS.get(name) or _SQL_NAMES.get(name)) if schema in ("", "pg_catalog") else None
    if word is None:
        word = qualified("" if schema in ("pg_catalog", *search_path) else schema, name)
    modifiers = _modifiers(node)
    before, _, after = word.partition("{}") if name in _SQL_NAMES else (word, "", "")
    return before + modifiers + after + "[]" * bool(node.array_bounds)


def is_serial(node: Any) -> bool:
    return len(node.names) == 1 and node.names[0].string.sval in _SERIALS


def _modifiers(node: Any) -> str:
    """Those of an interval are its fields and its precision: fields are left out."""
    given = [_modifier(each) for each in node.typmods]
    if node.names[-1].string.sval == "interval":
        given = given[1:]
    return f"({','.join(given)})" if given else ""


def _modifier(value: Any) -> str:
    constant = value.a_const
    kind = constant.WhichOneof("val")
    return str(getattr(getattr(constant, kind), kind)) if kind else ""
