"""What is carried out side by side: consecutive index builds on different tables. Everything else keeps its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opskit.core.estimate import Kind
from opskit.core.plan import Planned

# The steps of a lane follow each other; the lanes of a stage stand beside each other.
Lane = tuple[Planned, ...]
Stage = tuple[Lane, ...]


def stages(planned: Iterable[Planned], jobs: int) -> list[Stage]:
    """In order. With one job at a time there is one stage of one lane."""
    if jobs == 1:
        return [(tuple(planned),)]
    runs: list[tuple[bool, list[Planned]]] = []
    for each in planned:
        builds = _builds_online(each)
        if not runs or runs[-1][0] != builds:
            runs.append((builds, []))
        runs[-1][1].append(each)
    return [_beside(run) if builds else (tuple(run),) for builds, run in runs]


def _builds_online(planned: Planned) -> bool:
    """An index build is its first statement: CONCURRENTLY, and nothing before it that others would have to see."""
    first = planned.changes[0] if planned.changes else None
    return first is not None and not first.do.transactional and first.work.kind is Kind.BUILD


def _beside(run: Sequence[Planned]) -> Stage:
    """Steps that lock a relation in common follow each other, in their order."""
    lanes: list[tuple[set[str], list[Planned]]] = []
    for each in run:
        relations = {lock.name for change in each.changes for lock in change.effect.locks}
        mine = [lane for lane in lanes if lane[0] & relations]
        merged = (relations.union(*(lane[0] for lane in mine)), [step for lane in mine for step in lane[1]] + [each])
        lanes = [lane for lane in lanes if lane not in mine] + [merged]
    return tuple(tuple(steps) for _, steps in lanes)
