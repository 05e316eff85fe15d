"""A condition on named values, as runbooks write it: `p50_ms < 10 and p99_ms < 50`."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from opskit.value import Value

_CONDITION = re.compile(r"([a-z_][a-z0-9_.]*)\s*(==|!=|<=|>=|<|>)\s*([A-Za-z0-9_.+-]+)")


class Condition(Value):
    """`value` is a number, a number with a unit of the server (30s, 64MB), or a word."""

    name: str
    op: str
    value: str

    @property
    def number(self) -> Decimal | None:
        """The value where it is a plain number; exact, so that 3 / 0.00001 is 300000."""
        try:
            number = Decimal(self.value)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def compare(self, left: Decimal | str, right: Decimal | str) -> bool:
        """Whether `left op right` holds; words only know == and !=."""
        if self.op in ("==", "!="):
            return (left == right) is (self.op == "==")
        if isinstance(left, str) or isinstance(right, str):
            return False
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[self.op]

    def __str__(self) -> str:
        return f"{self.name} {self.op} {self.value}"


class Rule(Value):
    """All conditions must hold."""

    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(map(str, self.conditions))


def parse(text: str) -> Rule:
    """ValueError names the part that cannot be read."""
    conditions = []
    for part in re.split(r"\s+and\s+", text.strip()):
        found = _CONDITION.fullmatch(part)
        if not found:
            raise ValueError(f"rule {part!r} cannot be read: write `name < number`, joined by `and`")
        condition = Condition(*found.groups())
        if condition.op not in ("==", "!=") and not condition.value[0].isdigit() and condition.number is None:
            raise ValueError(f"rule {part!r} compares the size of a word")
        conditions.append(condition)
    return Rule(tuple(conditions))
