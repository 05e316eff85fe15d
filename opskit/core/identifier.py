"""Quoting of identifiers, as PostgreSQL's quote_ident does."""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")

# Reserved words and those that may only be functions or types: pg_get_keywords() catcode R and T, PostgreSQL 14 to 18.
_RESERVED = frozenset(
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation"
    " column concurrently constraint create cross current_catalog current_date current_role current_schema"
    " current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for"
    " foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral"
    " leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer"
    " overlaps placing primary references returning right select session_user similar some symmetric system_user"
    " table tablesample then to trailing true union unique user using variadic verbose when where window with"
    " between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout"
    " int integer interval json json_array json_arrayagg json_exists json_object json_objectagg json_query"
    " json_scalar json_serialize json_table json_value least merge_action national nchar none normalize nullif"
    " numeric out overlay position precision real row setof smallint substring time timestamp treat trim values"
    " varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot"
    " xmlserialize xmltable".split()
)


def ident(name: str) -> str:
    """One identifier, quoted where SQL asks for it."""
    if _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=20_000)
def qualified(*parts: str) -> str:
    """A dotted name; empty parts (no schema given) are left out."""
    return ".".join(ident(part) for part in parts if part)


def literal(text: str) -> str:
    """A string constant, whatever standard_conforming_strings says."""
    quoted = "'" + text.replace("'", "''") + "'"
    return "E" + quoted.replace("\\", "\\\\") if "\\" in text else quoted
