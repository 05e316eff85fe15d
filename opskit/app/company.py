"""Which statements of a plan go together: in one transaction, or side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opskit.core.batching import batches
from opskit.core.change import Change
from opskit.core.plan import Plan
from opskit.core.schedule import Stage, stages
from opskit.value import Value

Names = tuple[str, ...]


class Company(Value):
    """Statements by revision and number (h8c2d6e5f4g3 #2). `transactions` of several; `lanes` of index builds
    that stand beside each other, of which `jobs` run at a time."""

    transactions: Sequence[Names]
    lanes: Sequence[Names]
    jobs: int


def company(plan: Plan, jobs: int) -> Company:
    found = stages(plan.planned, jobs)
    shared = (names for stage in found for lane in stage for batch in batches(lane)
              if len(names := _names(piece.change for piece in batch)) > 1)  # fmt: skip
    return Company(tuple(shared), tuple(names for stage in found for names in _lanes(stage)), jobs)


def _lanes(stage: Stage) -> Iterator[Names]:
    if len(stage) > 1:
        yield from (_names(change for step in lane for change in step.changes) for lane in stage)


def _names(changes: Iterable[Change]) -> Names:
    marks = [change.mark for change in changes if change.mark]
    return tuple(dict.fromkeys(f"{mark.revision} #{abs(mark.ordinal)}" for mark in marks))
