"""Values that were found, held against what a claim expects of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from opskit.app.claim_kinds import Answered, ClaimVerdict
from opskit.core import rule
from opskit.core.rule import Condition

Span = tuple[float, float]
TOLD = {True: ClaimVerdict.VERIFIED, False: ClaimVerdict.REFUTED}


def expecting(text: str, names: Collection[str]) -> tuple[Condition, ...]:
    """ValueError when it cannot be read, compares with no number, or names what is not there to be named."""
    conditions = rule.parse(text).conditions
    for each in conditions:
        if each.name not in names:
            raise ValueError(f"`expect` asks for {each.name!r}, which is none of {', '.join(sorted(names))}")
        if each.number is None:
            raise ValueError(f"`expect` compares {each.name} with {each.value!r}, which is no number")
    return conditions


def judged(expect: str, values: Mapping[str, float], measured: str, reason: str = "") -> Answered:
    """Of values that are known exactly."""
    broken = [each for each in rule.parse(expect).conditions if not _holds(each, values[each.name])]
    why = reason or ("" if not broken else f"expected: {' and '.join(map(str, broken))}")
    return Answered(TOLD[not broken], measured, why)


def bounded(condition: Condition, span: Span, margin: float = 1.0) -> ClaimVerdict:
    """Of a value that lies between two: what only one of them satisfies cannot be told. A limit that is missed by less
    than the factor `margin` counts as reached."""
    ends = {_holds(condition, each) or _holds(condition, each * margin) for each in span}
    return TOLD[ends.pop()] if len(ends) == 1 else ClaimVerdict.NOT_TESTABLE


def _holds(condition: Condition, value: float) -> bool:
    wanted = condition.number
    assert wanted is not None  # noqa: S101 - `expecting` has looked at it
    return condition.compare(Decimal(str(value)), wanted)
