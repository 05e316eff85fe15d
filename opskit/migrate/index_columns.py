"""The names that PostgreSQL gives to the columns of an index, of which it makes the name of the index where a statement
gives none (PostgreSQL sources: ChooseIndexColumnNames, FigureIndexColname)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opskit.migrate.naming import LONGEST
from opskit.migrate.nodes import enum_word

_PLAIN_WORDS = {
    "min_max_expr": "",
    "coalesce_expr": "coalesce",
    "row_expr": "row",
    "a_array_expr": "array",
    "grouping_func": "grouping",
    "xml_serialize": "xmlserialize",
}


def index_column_names(node: Any) -> list[str]:
    """Of an index_stmt: keys, then included columns. One that is there already gets a number."""
    found: list[str] = []
    for element in (each.index_elem for each in [*node.index_params, *node.index_including_params]):
        found.append(_unused(element.name or _word(element.expr)[0] or "expr", found))
    return found


def _unused(name: str, taken: Iterable[str]) -> str:
    chosen, number = name, 0
    while chosen in taken:
        number += 1
        chosen = name.encode()[: LONGEST - len(str(number))].decode(errors="ignore") + str(number)
    return chosen


def _word(message: Any) -> tuple[str, int]:
    """What an expression is called, and how well that describes it: 0 not at all, 1 weakly (a cast, a CASE), 2 well."""
    kind = message.WhichOneof("node")
    node: Any = getattr(message, kind) if kind else None
    if kind in _PLAIN_WORDS:
        return _PLAIN_WORDS[kind] or _least_or_greatest(node), 2
    match kind:
        case "column_ref":
            named = [each.string.sval for each in node.fields if each.WhichOneof("node") == "string"]
            return (named[-1], 2) if named else ("", 0)
        case "func_call":
            return node.funcname[-1].string.sval, 2
        case "a_expr" if enum_word(node, "kind") == "AEXPR_NULLIF":
            return "nullif", 2
        case "a_indirection":
            named = [each.string.sval for each in node.indirection if each.WhichOneof("node") == "string"]
            return (named[-1], 2) if named else _word(node.arg)
        case "collate_clause":
            return _word(node.arg)
        case "type_cast":
            return _or_weak(_word(node.arg), node.type_name.names[-1].string.sval)
        case "case_expr":
            return _or_weak(_word(node.defresult), "case")
    return "", 0


def _or_weak(inner: tuple[str, int], word: str) -> tuple[str, int]:
    return (word, 1) if inner[1] <= 1 else inner


def _least_or_greatest(node: Any) -> str:
    return "greatest" if enum_word(node, "op") == "IS_GREATEST" else "least"
