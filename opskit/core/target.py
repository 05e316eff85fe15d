"""A database of a fleet: an environment with labels, in a wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import groupby

from opskit.core.environment import Environment
from opskit.value import Value, field


class Target(Value):
    """`host` is what a limit for each host counts by; targets of wave 1 come before those of wave 2. `site` is where
    the workers are that reach it, empty for any."""

    environment: Environment
    labels: Mapping[str, str] = field(default_factory=dict)
    wave: int = 1
    host: str = ""
    site: str = ""

    @property
    def name(self) -> str:
        return self.environment.name


class Term(Value):
    """`key` is a label, or `name`; `value` a pattern as of a shell."""

    key: str
    value: str
    wanted: bool

    def holds(self, target: Target) -> bool:
        found = target.name if self.key == "name" else target.labels.get(self.key, "")
        return fnmatchcase(found, self.value) is self.wanted


def parse(text: str) -> tuple[Term, ...]:
    """`env=production,tier!=gold,shop-*`: all of them must hold; a word without a sign is a pattern of names.
    ValueError for an empty term."""
    return tuple(_term(each.strip()) for each in text.split(",")) if text.strip() else ()


def _term(text: str) -> Term:
    for sign, wanted in (("!=", False), ("=", True)):
        key, found, value = text.partition(sign)
        if found:
            if not key.strip():
                raise ValueError(f"{text!r} names no label")
            return Term(key.strip(), value.strip(), wanted)
    if not text:
        raise ValueError("a term is empty")
    return Term("name", text, True)


def chosen(targets: Sequence[Target], terms: Sequence[Term]) -> list[Target]:
    """In their order."""
    return [target for target in targets if all(term.holds(target) for term in terms)]


def waves(targets: Sequence[Target]) -> list[list[Target]]:
    """The first wave first; within one in the order given."""
    ordered = sorted(targets, key=lambda target: target.wave)
    return [list(some) for _, some in groupby(ordered, lambda target: target.wave)]
