"""What a rollback would do, as a person reads it before saying yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.estimating import samples
from opskit.app.planning import Expected, RelationLocked, locked
from opskit.app.proven import ProvenBack
from opskit.core.change import Change
from opskit.core.estimate import INSTANT, Estimate, Sample, estimate, known, total
from opskit.core.finding import Finding
from opskit.core.fingerprint import Difference
from opskit.core.ledger import Event
from opskit.core.plan import Plan
from opskit.migrate.taken_away import target
from opskit.value import Value


class TakenBack(Value):
    """One statement of the way back. `target` is the state it leads to, `loss` what is gone then for good; `expected`
    leaves out the waiting for locks."""

    revision: str
    ordinal: int
    target: str
    sql: str
    lock: str
    relations: Sequence[RelationLocked]
    loss: str
    expected: Expected
    notes: Sequence[str]


class WayBack(Value):
    """Newest first. `others` is what others have changed since, and `untold` why some of that is not known; `left` are
    objects of the run that others have made something else of: they stay. `rows` are tables whose rows are kept in
    `rows_file` before they are lost."""

    revisions: Sequence[str]
    statements: Sequence[TakenBack]
    obstacles: Sequence[Finding]
    loss: str
    fingerprint: str
    expected: Expected
    rehearsed: Sequence[ProvenBack]
    others: Sequence[Difference]
    untold: str
    left: Sequence[str]
    rows: Sequence[str]
    rows_file: str


def taken_back(plan: Plan, events: Sequence[Event], kinds: Mapping[str, str]) -> list[TakenBack]:
    """The statements of a plan that was foreseen and weighed."""
    rates, seen = samples(events), rehearsed_s(events)
    return [_line(change, rates, seen, kinds) for change in plan.changes if not change.do.params]


def _line(
    change: Change, rates: Sequence[Sample], seen: Mapping[str, Sequence[float]], kinds: Mapping[str, str]
) -> TakenBack:
    mark, sql = change.mark, change.do.sql
    took = seen.get(sql, ()) if change.work == INSTANT else ()
    found = known(took) if took else estimate(change.work, rates)
    return TakenBack(
        mark.revision if mark else "",
        abs(mark.ordinal) if mark else 0,
        target(sql),
        sql,
        change.lock.words if change.lock else "",
        locked([change], kinds),
        change.loss.value,
        _expected(found),
        change.notes,
    )


def rehearsed_s(events: Sequence[Event]) -> Mapping[str, list[float]]:
    """What each statement took on copies and targets, without its waiting for locks."""
    found: dict[str, list[float]] = {}
    for body in (event.entry.body for event in events if event.entry.kind.endswith("change.finished")):
        found.setdefault(str(body.get("sql")), []).append(float(body.get("work_s") or 0.0))
    return found


def expected_of(lines: Sequence[TakenBack]) -> Expected:
    parts = [Estimate(e.seconds, e.low, e.high, e.basis) for e in (each.expected for each in lines)]
    return _expected(total(parts))


def _expected(found: Estimate) -> Expected:
    return Expected(found.seconds, found.low, found.high, found.basis)
