"""The one protocol: a step looks and says what it would change. It never executes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from opskit.value import Value

if TYPE_CHECKING:
    from opskit.core.change import Change

Row = Mapping[str, Any]

# Invariant in both directions of use, but only ever consumed by the step that produced it.
S = TypeVar("S")


class Reader(Protocol):
    """Can look. `rows` runs one query with named parameters, each query on a snapshot of its own."""

    def rows(self, query: str, /, **params: object) -> Sequence[Row]: ...


class Ran(Value):
    """How a change went. `waited_s`: seconds spent queueing for locks or backing off between attempts."""

    seconds: float
    attempts: int = 1
    waited_s: float = 0.0


class Writer(Reader, Protocol):
    """Can also carry out changes, with their records. `run` does several in one transaction, and says of each how it
    went; `after` is called with the place of each right after it, says what the next one is by now (None: as given),
    and may end all by an error; Partial when the connection was lost, so that nobody knows. `take_back` is for what a
    failed one leaves: it is not ended by `cancel`, and bounded in time. `cancel` ends what runs, from another thread.
    `beside` is another session like this one."""

    def run(self, changes: Sequence[Change], after: Callable[[int], Change | None], /) -> Sequence[Ran]: ...

    def take_back(self, change: Change, /) -> None: ...

    def cancel(self) -> None: ...

    def beside(self) -> AbstractContextManager[Writer]: ...


class Step(Protocol[S]):
    """`name` is what it brings about, in words; unique within a plan."""

    @property
    def name(self) -> str: ...

    def observe(self, db: Reader, /) -> S: ...

    def plan(self, seen: S, /) -> Sequence[Change]: ...
