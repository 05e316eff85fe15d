"""A difference between two environments that a person has decided to live with: for a reason, and not for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from opskit.value import Value

SETTING = "setting"


class Allow(Value):
    """`kind`, `object` and `part` are names, or patterns with `*` and `?`; it holds between two environments, or any
    where none are named, up to and including `until`. `path` and `line` are where it is written."""

    kind: str
    object: str
    part: str
    between: tuple[str, ...]
    reason: str
    until: date
    path: Path
    line: int

    def covers(self, kind: str, name: str, part: str = "") -> bool:
        pairs = ((kind, self.kind), (name, self.object), (part, self.part))
        return all(given == pattern or fnmatchcase(given, pattern) for given, pattern in pairs)

    def concerns(self, one: str, other: str) -> bool:
        return not self.between or set(self.between) == {one, other}

    def expired(self, today: date) -> bool:
        return today > self.until

    @property
    def words(self) -> str:
        pattern = " ".join(filter(None, [self.kind, self.object, "" if self.part == "*" else self.part]))
        return f"{self.path}:{self.line}: the allow of {pattern}"


class Allowed(Value):
    """Why a difference is none that counts, and until when."""

    reason: str
    until: date


def allowed(allows: Sequence[Allow], kind: str, name: str, parts: Collection[str] = ("",)) -> tuple[Allow, ...]:
    """Those that together cover every part of a difference; nothing where one part is left. An object that only one
    side has differs as a whole, which is the part with no name."""
    found = [next((each for each in allows if each.covers(kind, name, part)), None) for part in parts]
    return tuple(dict.fromkeys(each for each in found if each)) if found and all(found) else ()


def why(by: Sequence[Allow]) -> Allowed | None:
    """Of several the reasons, and the first day that ends one of them."""
    if not by:
        return None
    return Allowed("; ".join(dict.fromkeys(each.reason for each in by)), min(each.until for each in by))


def idle(allows: Iterable[Allow], used: Collection[Allow], today: date) -> tuple[str, ...]:
    """A sentence for each that ended, or that covers nothing."""
    return tuple(
        f"{each.words} ended with {each.until}" if each.expired(today) else f"{each.words} matches no difference"
        for each in allows
        if each.expired(today) or each not in used
    )
