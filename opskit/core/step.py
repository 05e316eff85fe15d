"""The one protocol: a step looks and says what it would change. It never executes anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from opskit.core.change import Change

Row = Mapping[str, Any]

# Invariant in both directions of use, but only ever consumed by the step that produced it.
S = TypeVar("S")


class Reader(Protocol):
    """Can look. `rows` runs one query with named parameters, each query on a snapshot of its own."""

    def rows(self, query: str, /, **params: object) -> Sequence[Row]: ...


@dataclass(frozen=True)
class Ran:
    """How a change went. `waited_s`: seconds spent queueing for locks or backing off between attempts."""

    seconds: float
    attempts: int = 1
    waited_s: float = 0.0


class Writer(Reader, Protocol):
    """Can also carry out a change, and its record, as one."""

    def run(self, change: Change, /) -> Ran: ...


class Step(Protocol[S]):
    """`name` is what it brings about, in words; unique within a plan."""

    @property
    def name(self) -> str: ...

    def observe(self, db: Reader, /) -> S: ...

    def plan(self, seen: S, /) -> Sequence[Change]: ...
