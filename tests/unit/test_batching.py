"""Which statements share a transaction, which builds stand side by side, and who is worth waiting for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from opskit.core.batching import batches
from opskit.core.blocker import AUTOVACUUM_S, Blocker
from opskit.core.budget import Budget, lock_timeout_s
from opskit.core.change import Change, Statement
from opskit.core.effect import Effect, RelationLock
from opskit.core.estimate import Kind, Work
from opskit.core.lock import Lock
from opskit.core.pace import Pace, pace
from opskit.core.plan import Planned
from opskit.core.schedule import stages
from opskit.core.step import Reader
from opskit.value import replace

AE, SHARE, SUE, ROW = Lock.ACCESS_EXCLUSIVE, Lock.SHARE, Lock.SHARE_UPDATE_EXCLUSIVE, Lock.ROW_EXCLUSIVE


@dataclass(frozen=True)
class Named:
    name: str

    def observe(self, db: Reader) -> None:
        return None

    def plan(self, seen: None) -> list[Change]:
        return []


def locks(**held: Lock) -> Effect:
    return Effect(tuple(RelationLock(name, lock) for name, lock in held.items()))


def short(sql: str, **held: Lock) -> Change:
    return Change(sql, Statement(sql), (), effect=locks(**held))


def build(table: str) -> Change:
    effect = replace(locks(**{table: SUE}), scans=(table,), old_snapshots=True)
    return Change(f"build {table}", Statement(f"build {table}", transactional=False), (), effect=effect,
                  work=Work(Kind.BUILD, 1000))  # fmt: skip


def planned(*changes: Change) -> list[Planned]:
    return [Planned(Named(change.do.sql), (change,)) for change in changes]


def together(*changes: Change) -> list[list[str]]:
    return [[piece.change.do.sql for piece in batch] for batch in batches(planned(*changes))]


def test_statements_on_the_same_table_share_a_transaction() -> None:
    assert together(short("a", jobs=AE), short("b", jobs=AE), short("c", jobs=SUE)) == [["a", "b", "c"]]


def test_a_second_table_or_a_stronger_lock_begins_another_so_that_none_waits_while_it_holds() -> None:
    assert together(short("a", jobs=AE), short("b", users=AE)) == [["a"], ["b"]]
    assert together(short("a", jobs=SHARE), short("b", jobs=AE)) == [["a"], ["b"]]


def test_what_locks_nothing_joins_whatever_comes() -> None:
    assert together(short("type"), short("a", jobs=AE), short("function")) == [["type", "a", "function"]]


def test_what_takes_time_or_changes_rows_or_commits_by_itself_stays_alone() -> None:
    slow = replace(short("validate", jobs=SUE), effect=replace(locks(jobs=SUE), scans=("jobs",)))
    rows = replace(short("insert", jobs=ROW), do=Statement("insert", alone=True))
    parts = together(short("a", jobs=AE), slow, short("b", jobs=AE), rows, short("c", jobs=AE), build("jobs"))
    assert parts == [["a"], ["validate"], ["b"], ["insert"], ["c"], ["build jobs"]]


def test_a_transaction_does_not_grow_without_end() -> None:
    assert [len(each) for each in together(*(short(f"s{n}", jobs=AE) for n in range(45)))] == [20, 20, 5]


def lanes(*changes: Change, jobs: int = 2) -> list[list[list[str]]]:
    return [[[each.name for each in lane] for lane in stage] for stage in stages(planned(*changes), jobs)]


def test_consecutive_builds_stand_side_by_side_by_table_and_the_rest_keeps_its_order() -> None:
    found = lanes(short("a", t=AE), build("t"), build("u"), build("t"), short("b", u=AE), build("v"))
    assert found == [[["a"]], [["build u"], ["build t", "build t"]], [["b"]], [["build v"]]]


def test_with_one_job_everything_is_in_one_lane() -> None:
    assert lanes(build("t"), build("u"), jobs=1) == [[["build t", "build u"]]]


def test_no_two_lanes_lock_a_relation_in_common() -> None:
    both = replace(build("t"), effect=locks(t=SUE, u=SUE))
    assert lanes(build("t"), build("u"), both) == [[["build t", "build u", "build t"]]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (short("alter", t=AE), Pace.SHORT_LOCK),
        (short("insert", t=ROW), Pace.SHORT_LOCK),
        (build("t"), Pace.ONLINE_LONG),
        (replace(short("validate", t=SUE), effect=replace(locks(t=SUE), scans=("t",))), Pace.ONLINE_LONG),
        (replace(short("alter type", t=AE), effect=replace(locks(t=AE), rewrites=("t",))), Pace.REWRITING),
        (replace(short("create index", t=SHARE), effect=replace(locks(t=SHARE), scans=("t",))), Pace.REWRITING),
    ],
)
def test_each_statement_has_a_class(change: Change, expected: Pace) -> None:
    assert pace(change) is expected


def test_a_lock_timeout_lets_the_server_cancel_an_autovacuum_first() -> None:
    assert [lock_timeout_s(seconds) for seconds in (0.2, 1.0, 4.0)] == [2.0, 2.0, 6.0]


def test_pauses_grow_up_to_a_limit_with_jitter() -> None:
    assert [Budget().pause_s(attempt, 1.0) for attempt in (1, 2, 3, 9)] == [0.4, 0.8, 1.6, 5.0]
    assert Budget().pause_s(1, 0.0) == 0.2


@pytest.mark.parametrize("lock", Lock)
def test_locks_conflict_in_both_directions(lock: Lock) -> None:
    assert all(lock in other.conflicts for other in lock.conflicts)


SESSION = Blocker(
    7, "app", "psql", "idle in transaction", "client backend", False, False, 400.0, "select 1", "t", "", True
)


@pytest.mark.parametrize(
    ("blocker", "waited_s", "lasting"),
    [
        (SESSION, 0.0, True),
        (replace(SESSION, age_s=0.2), 0.0, False),
        (replace(SESSION, age_s=None), 0.0, True),
        (replace(SESSION, age_s=0.2, application="pg_dump"), 0.0, True),
        (replace(SESSION, pid=None, state="prepared", age_s=0.1), 0.0, True),
        (replace(SESSION, backend_type="autovacuum worker"), 0.0, True),
        (replace(SESSION, backend_type="autovacuum worker"), AUTOVACUUM_S, False),
        (replace(SESSION, backend_type="autovacuum worker", prevents_wraparound=True), AUTOVACUUM_S, True),
    ],
)
def test_who_will_not_go_away_soon_is_waited_for_outside(blocker: Blocker, waited_s: float, lasting: bool) -> None:
    assert blocker.lasting(waited_s) is lasting


@pytest.mark.parametrize(
    ("blocker", "may"),
    [
        (SESSION, True),
        (replace(SESSION, age_s=299.0), False),
        (replace(SESSION, age_s=None), False),
        (replace(SESSION, privileged=True), False),
        (replace(SESSION, backend_type="walsender"), False),
        (replace(SESSION, backend_type="autovacuum worker"), False),
        (replace(SESSION, application="opskit/20260106-220501-9f3a/apply"), False),
        (replace(SESSION, pid=None, state="prepared"), False),
    ],
)
def test_only_an_applications_session_may_be_ended_and_only_when_it_is_old(blocker: Blocker, may: bool) -> None:
    assert blocker.may_be_ended(300.0) is may
