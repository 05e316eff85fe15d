"""Whether figures of the document itself add up: the value of an `expression` of numbers, + - * / and parentheses, and
of min, max and mean, is what `expect` says (`value >= 50`)."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from statistics import mean

from opskit.app.claim_kinds import Answered, Room
from opskit.app.claim_values import expecting, judged
from opskit.value import Value

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
_FUNCTIONS: Mapping[str, Callable[[list[float]], float]] = {"min": min, "max": max, "mean": mean}
# Longer than any sum a person would check by hand, and far from what the parser cannot nest.
_LONGEST = 500
_UNREADABLE = "`expression` may hold numbers, + - * / ( ), min, max and mean"


class Asked(Value):
    expression: str
    expect: str

    def __post_init__(self) -> None:
        expecting(self.expect, {"value"})
        evaluated(self.expression)


def answer(asked: Asked, room: Room) -> Answered:
    value = round(evaluated(asked.expression), 4)
    found = judged(asked.expect, {"value": value}, f"{asked.expression} = {value:g}")
    return Answered(found.verdict, found.measured, found.reason or "the document's own figures agree", "", ())


def evaluated(expression: str) -> float:
    """ValueError when it is anything but arithmetic."""
    if len(expression) > _LONGEST:
        raise ValueError(f"`expression` has more than {_LONGEST} characters")
    try:
        value = _value(ast.parse(expression, mode="eval").body)
    except (SyntaxError, OverflowError, ZeroDivisionError, RecursionError, MemoryError) as error:
        raise ValueError(f"`expression` has no value: {error}") from error
    if not math.isfinite(value):
        raise ValueError("`expression` has no value: it is beyond all bounds")
    return value


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]  # as just seen
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args and not node.keywords:
        function = _FUNCTIONS.get(node.func.id)
        if function:
            return function([_value(each) for each in node.args])
    raise ValueError(_UNREADABLE)
