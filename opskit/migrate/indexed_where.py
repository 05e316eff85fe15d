"""Whether a condition leaves anything but reading a table from its beginning to its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.migrate.nodes import enum_word
from opskit.migrate.world import Relation

# Operators of btree, hash, gin and gist that begin a search in an index.
_SEARCHING = frozenset("= < <= > >= @> <@ && ? ?| ?& @@ ~~ << >>".split())


def reads_in_full(table: Relation, where: Any) -> bool:
    """Without a condition on the first column of an index there is no other way; with one it is the planner's choice,
    which is taken to be the index."""
    if where is None:
        return True
    compared = set(_compared(where))
    valid = (each for each in table.indexes.values() if each.valid and each.columns)
    return not any(each.columns[0] in compared for each in valid)


def _compared(node: Any) -> Iterator[str]:
    """The columns that all rows sought have compared with a value; one compared with another column makes a join."""
    kind = node.WhichOneof("node")
    if kind == "bool_expr" and enum_word(node.bool_expr, "boolop") == "AND_EXPR":
        for each in node.bool_expr.args:
            yield from _compared(each)
    elif kind == "a_expr":
        expression = node.a_expr
        if expression.name[-1].string.sval in _SEARCHING:
            sides = [_column(each) for each in (expression.lexpr, expression.rexpr)]
            yield from filter(None, sides if "" in sides else ())


def _column(node: Any) -> str:
    return str(node.column_ref.fields[-1].string.sval) if node.HasField("column_ref") else ""
