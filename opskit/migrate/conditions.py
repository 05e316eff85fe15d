"""Conditions on a single column, in a form in which one can be compared with another: as PostgreSQL simplifies them,
NOT pushed down to the comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from opskit.migrate.checks import column_named
from opskit.migrate.nodes import enum_word
from opskit.value import Value

_NEGATED = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "<>", "<>": "="}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}
IS_NULL, IS_NOT_NULL, OTHER = "is null", "is not null", "other"


class Test(Value):
    """`operator` compares the column with `value`, or is one of the words above."""

    column: str
    operator: str
    value: str = ""


class Every(Value):
    parts: tuple[Condition, ...]


class Some(Value):
    parts: tuple[Condition, ...]


Condition = Test | Every | Some


def condition(node: Any, negated: bool = False) -> Condition:
    """What an expression says; what is not understood is a test that proves nothing."""
    if node.HasField("bool_expr"):
        return _boolean(node.bool_expr, negated)
    if node.HasField("null_test"):
        said = (enum_word(node.null_test, "nulltesttype") == "IS_NULL") is not negated
        return Test(column_named(node.null_test.arg), IS_NULL if said else IS_NOT_NULL)
    if node.HasField("a_expr"):
        return _comparison(node.a_expr, negated)
    return Test("", OTHER)


def _boolean(node: Any, negated: bool) -> Condition:
    kind = enum_word(node, "boolop")
    if kind == "NOT_EXPR":
        return condition(node.args[0], not negated)
    parts = tuple(condition(each, negated) for each in node.args)
    return Every(parts) if (kind == "AND_EXPR") is not negated else Some(parts)


def _comparison(node: Any, negated: bool) -> Condition:
    kind, column = enum_word(node, "kind"), column_named(node.lexpr)
    operator = node.name[0].string.sval if node.name else ""
    if kind == "AEXPR_OP" and operator in _NEGATED:
        if column:
            return _test(column, operator, node.rexpr, negated)
        return _test(column_named(node.rexpr), _TURNED[operator], node.lexpr, negated)
    if kind in ("AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN"):
        low, high = node.rexpr.list.items
        inside = (kind == "AEXPR_BETWEEN") is not negated
        pair = (_test(column, ">=", low, not inside), _test(column, "<=", high, not inside))
        return Every(pair) if inside else Some(pair)
    values = list(_many(node.rexpr)) if kind in ("AEXPR_IN", "AEXPR_OP_ANY", "AEXPR_OP_ALL") else []
    if not values or operator not in ("=", "<>"):
        return Test("", OTHER)
    return _membership(column, operator, values, negated)


def _membership(column: str, operator: str, values: list[Any], negated: bool) -> Condition:
    """IN and = ANY are one of several, NOT IN and <> ALL none of them."""
    tests = tuple(_test(column, operator, each, negated) for each in values)
    return Some(tests) if (operator == "=") is not negated else Every(tests)


def _many(node: Any) -> Iterator[Any]:
    if node.HasField("type_cast"):
        yield from _many(node.type_cast.arg)
    elif node.HasField("a_array_expr"):
        yield from node.a_array_expr.elements
    elif node.HasField("list"):
        yield from node.list.items


def _test(column: str, operator: str, value: Any, negated: bool) -> Test:
    text = constant(value)
    if not column or text is None:
        return Test("", OTHER)
    return Test(column, _NEGATED[operator] if negated else operator, text)


def constant(node: Any) -> str | None:
    """The text of a constant, whatever it is cast to; None for anything else."""
    inner = node.type_cast.arg if node.HasField("type_cast") else node
    if not inner.HasField("a_const"):
        return constant(inner) if inner.HasField("type_cast") else None
    kind = inner.a_const.WhichOneof("val")
    return str(getattr(getattr(inner.a_const, kind), kind)) if kind else None


def compared(one: str, other: str) -> int | None:
    """Less, equal or more as -1, 0, 1, for numbers and for dates as ISO 8601 writes them; None where the order is not
    known."""
    if one == other:
        return 0
    try:
        first, second = Decimal(one), Decimal(other)
    except InvalidOperation:
        return _moments_compared(one, other)
    return (first > second) - (first < second)


def _moments_compared(one: str, other: str) -> int | None:
    first, second = _moment(one), _moment(other)
    return None if not first or not second else (first > second) - (first < second)


def _moment(text: str) -> str:
    """Date and time, both written out; empty for what is none."""
    date, _, time = text.partition(" ")
    digits = date.replace("-", "")
    if len(date) != 10 or len(digits) != 8 or not digits.isdigit():
        return ""
    return f"{date} {time or '00:00:00'}"
