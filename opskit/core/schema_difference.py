"""Two schemas, object by object and part by part: what one lacks, what is different, and what cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from opskit.core.allow import Allowed
from opskit.core.part_words import masked, shown, told
from opskit.core.schema_object import Key, Objects, Part, Parts
from opskit.value import Value

SHOWN_LINES = 3


class PartDifference(Value):
    """None where an object has nothing of the kind. `comparable` is false where two major versions print it
    differently, and nobody can tell whether it is the same."""

    part: str
    a: str | None
    b: str | None
    comparable: bool = True


class ObjectDifference(Value):
    """`change`: missing (B lacks it), added (only B has it), different. `a` and `b` are definitions from the first line
    that differs, at most SHOWN_LINES lines, None where there is no such object; of `parts` that differ there are none
    where one side lacks the object. `words` say it in a line. `comparable` is whether it is known to be different.
    Without secrets."""

    kind: str
    name: str
    change: str
    a: str | None
    b: str | None
    words: str = ""
    parts: Sequence[PartDifference] = ()
    comparable: bool = True
    allowed: Allowed | None = None

    @property
    def counts(self) -> bool:
        return self.comparable and self.allowed is None


# Whether two printed texts say the same; None where nobody can tell.
Alike = Callable[[str, str], bool | None]


def exactly(a: str, b: str) -> bool | None:
    """Between servers of one major version."""
    return a == b


def schema_differences(one: Objects, other: Objects, alike: Alike) -> list[ObjectDifference]:
    """In the order of kind and name."""
    keys = [key for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)]
    found = (_difference(key, one.get(key), other.get(key), alike) for key in keys)
    return [each for each in found if each]


def _difference(key: Key, one: Parts | None, other: Parts | None, alike: Alike) -> ObjectDifference | None:
    kind, name = key
    a, b = _where_they_part(one, other)
    if one is None or other is None:
        change, where = ("added", "only there") if one is None else ("missing", "only here")
        return ObjectDifference(kind, name, change, a, b, f"{kind} {name}: {where}")
    parts = [each for part in _names(one, other) if (each := _part(part, one.get(part), other.get(part), alike))]
    if not parts:
        return None
    words = f"{kind} {name}: " + ", ".join(told(each.part, each.a, each.b) for each in parts)
    comparable = any(each.comparable for each in parts)
    return ObjectDifference(kind, name, "different", a, b, words, tuple(parts), comparable)


def _names(one: Parts, other: Parts) -> list[str]:
    """Of both, in the order in which the facts name parts."""
    found, place = list(one), 0
    for name in other:
        if name in one:
            place = found.index(name) + 1
        else:
            found.insert(place, name)
            place += 1
    return found


def _part(name: str, one: Part | None, other: Part | None, alike: Alike) -> PartDifference | None:
    if one == other:
        return None
    comparable = True
    if one and other and one.printed and other.printed:
        same = alike(one.text, other.text)
        if same:
            return None
        comparable = same is not None
    a, b = (None if part is None else shown(name, part.text) for part in (one, other))
    return PartDifference(name, a, b, comparable)


def _where_they_part(one: Parts | None, other: Parts | None) -> tuple[str | None, str | None]:
    a, b = ([] if parts is None else _definition(parts).splitlines() for parts in (one, other))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    rest = ["\n".join(lines[same : same + SHOWN_LINES]) for lines in (a, b)]
    return None if one is None else rest[0], None if other is None else rest[1]


def _definition(parts: Parts) -> str:
    return " ".join(masked(part.text) for part in parts.values())
