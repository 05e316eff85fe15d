"""A question to JSON that a command or a web server gave: where to look, what must hold there, how old it may be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from opskit.core import duration, rule
from opskit.core.item_state import Seen, Status
from opskit.core.json_place import ABSENT, below, moment, number, path, places, read, word
from opskit.core.rule import Condition
from opskit.value import Value

# The clocks of machines that are looked after differ by less.
CLOCKS_DIFFER = timedelta(minutes=5)
TOLD = 10
_WORSE = (Status.PASS, Status.INCONCLUSIVE, Status.FAIL)


class JsonAsked(Value, kw_only=True):
    """`json` are keys, numbers (0 the first, -1 the last) or `*` (each there is), joined by dots; empty for the whole
    document. With `*` it is enough when one of the places answers well. `expect` is a rule on what stands below the
    place, `value` being the place itself; `time` names a time below it (without it the place is the time) and `max_age`
    how old that may be."""

    json: str = ""
    expect: str = ""
    time: str = ""
    max_age: str = ""

    def __post_init__(self) -> None:
        for each in _conditions(self.expect):
            if each.op not in ("==", "!=") and each.number is None:
                raise ValueError(f"`expect` compares the size of {each.value!r}, which is no number")
        if self.max_age:
            duration.parse(self.max_age)
        elif self.time:
            raise ValueError("`time` says which time, but no `max_age` how old it may be")
        if self.json and not self.asks_json:
            raise ValueError("`json` says where to look, but neither `expect` nor `max_age` what for")

    @property
    def asks_json(self) -> bool:
        return bool(self.expect or self.max_age)


def judged(asked: JsonAsked, text: str, now: datetime) -> Seen:
    """PASS when one place holds all that is asked, FAIL when none does. What is not there, or cannot be read, is
    INCONCLUSIVE: no data is never a pass."""
    try:
        document = read(text)
    except ValueError:
        return Seen(Status.INCONCLUSIVE, f"the answer is no JSON: {word(text) or 'it is empty'}")
    found = [_of_place(asked, where, value, now) for where, value in places(document, path(asked.json))]
    if not found:
        return Seen(Status.FAIL, f"nothing is there at {asked.json}")
    best = min(reversed(found), key=_rank)
    few = "" if best.status is Status.PASS or len(found) == 1 else f"none of {len(found)} at {asked.json} will do; "
    return Seen(best.status, few + best.text, tuple(seen.text for seen in found[-TOLD:]))


def _rank(seen: Seen) -> int:
    return _WORSE.index(seen.status)


def _of_place(asked: JsonAsked, where: str, value: Any, now: datetime) -> Seen:
    """What is false fails, whatever else is unknown."""
    if value is ABSENT:
        return Seen(Status.INCONCLUSIVE, f"{where} is not there")
    parts = [_of_condition(each, where, value) for each in _conditions(asked.expect)]
    if asked.max_age:
        parts.append(_of_age(asked, where, value, now))
    worst = max(parts, key=_rank)
    return worst if worst.status is not Status.PASS else Seen(Status.PASS, ", ".join(seen.text for seen in parts))


def _of_condition(condition: Condition, where: str, value: Any) -> Seen:
    name = "" if condition.name == "value" and not isinstance(value, dict) else condition.name
    label, actual = _label(where, name), below(value, path(name))
    if actual is ABSENT or isinstance(actual, (dict, list)):
        return Seen(Status.INCONCLUSIVE, f"{label} is {'not there' if actual is ABSENT else 'no single value'}")
    if condition.op not in ("==", "!=") and number(actual) is None:
        return Seen(Status.INCONCLUSIVE, f"{label} is no number: {word(actual)}")
    if _holds(condition, actual):
        return Seen(Status.PASS, f"{label} is {word(actual)}")
    return Seen(Status.FAIL, f"{label} is {word(actual)}; {condition.op} {condition.value} is wanted")


def _holds(condition: Condition, actual: Any) -> bool:
    """Numbers are compared with numbers, all else as words: true, null, full."""
    left, right = number(actual), condition.number
    if left is not None and right is not None:
        return condition.compare(left, right)
    return condition.compare(word(actual), condition.value)


def _of_age(asked: JsonAsked, where: str, value: Any, now: datetime) -> Seen:
    label, raw = _label(where, asked.time), below(value, path(asked.time))
    at = moment(raw)
    if at is None:
        text = "is not there" if raw is ABSENT else f"is no time with a zone: {word(raw)}"
        return Seen(Status.INCONCLUSIVE, f"{label} {text}")
    age = now - at
    if age < -CLOCKS_DIFFER:
        return Seen(Status.INCONCLUSIVE, f"{label} lies {duration.words(-age)} in the future: {word(raw)}")
    if age > duration.parse(asked.max_age):
        return Seen(Status.FAIL, f"{label} is {duration.words(age)} old; at most {asked.max_age} is wanted")
    return Seen(Status.PASS, f"{label} is {duration.words(age)} old")


def _conditions(text: str) -> tuple[Condition, ...]:
    return rule.parse(text).conditions if text else ()


def _label(where: str, name: str) -> str:
    return ".".join(filter(None, [where, name])) or "the answer"
