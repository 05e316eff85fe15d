"""How long a change is expected to take: rehearsals first, never less than it took here, else what is estimated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opskit.core.ledger import Entry, Event, seal
from opskit.core.time_budget import UNKNOWN, Budgeted, Part, Said, budgeted

START = datetime(2026, 1, 6, 22, tzinfo=UTC)
A, B = Part("a1", "sum-a", 100.0, 10.0), Part("b2", "sum-b", 50.0, 5.0)


def event(kind: str, run: str, after_s: float = 0, environment: str = "production", **body: Any) -> Event:
    at = (START + timedelta(seconds=after_s)).isoformat()
    return seal(1, Entry(at, run, kind, environment, "ann@ops", body), "")


def rehearsal(
    apply_s: float | None, rollback_s: float | None, *parts: Part, copy: str = "full", environment: str = "production"
) -> Event:
    migrations = [
        {"revision": each.revision, "checksum": each.checksum, "apply_s": apply_s, "rollback_s": rollback_s}
        for each in parts or (A,)
    ]
    return event("rehearsal.finished", "r", environment=environment, migrations=migrations, copy=copy)


def applied(seconds: float, *revisions: str, environment: str = "production", **more: Any) -> list[Event]:
    body = {"command": "apply", **({"revisions": list(revisions)} if revisions else {}), **more}
    run = f"run of {revisions}"
    return [
        event("run.started", run, command="apply", environment=environment),
        event("run.finished", run, seconds, environment=environment, **body),
    ]


def rolled_back(seconds: float, *revisions: str) -> Event:
    return event("run.finished", "back", command="rollback", revisions=list(revisions), seconds=seconds)


def of(*events: Event, parts: tuple[Part, ...] = (A,), otherwise: Said | None = None) -> Budgeted:
    return budgeted(events, "production", parts, otherwise)


def test_without_a_rehearsal_it_is_as_long_as_estimated() -> None:
    assert of() == Budgeted(100, 10, "estimated", "estimated")
    assert of(parts=(A, B)) == Budgeted(150, 15, "estimated", "estimated")


def test_one_or_two_rehearsals_stand_for_it_by_the_longest() -> None:
    assert of(rehearsal(40, 4)) == Budgeted(40, 4, "rehearsed once", "rehearsed once")
    two = "rehearsed twice, the longer one"
    assert of(rehearsal(40, 2), rehearsal(30, 4)) == Budgeted(40, 4, two, two)


@pytest.mark.parametrize(("count", "stands"), [(3, 3), (19, 19), (20, 19), (100, 95)])
def test_from_three_rehearsals_on_it_is_their_95th_percentile(count: int, stands: int) -> None:
    found = of(*(rehearsal(seconds, seconds) for seconds in range(count, 0, -1)))
    told = f"rehearsed {count} times, 95th percentile"
    assert found == Budgeted(stands, stands, told, told)


def test_a_rehearsal_of_another_environment_or_of_the_file_before_it_was_edited_says_nothing() -> None:
    edited = Part("a1", "sum-before", 1.0)
    assert of(rehearsal(1, 1, environment="staging"), rehearsal(1, 1, edited)) == of()


def test_a_rehearsal_that_did_not_come_so_far_says_nothing_of_the_rest() -> None:
    assert of(rehearsal(40, None)) == Budgeted(40, 10, "rehearsed once", "estimated")
    assert of(rehearsal(None, None)) == of()


def test_a_copy_with_a_few_rows_never_makes_it_shorter_but_may_make_it_longer() -> None:
    assert of(rehearsal(1, 1, copy="schema")) == of()
    assert of(rehearsal(400, 1, copy="schema")).do_s == 400
    assert of(rehearsal(400, 1, copy="schema"), rehearsal(40, 4)).do_s == 40


def test_nothing_is_shorter_than_it_was_here() -> None:
    longest = "as long as it took here"
    events = [rehearsal(40, 4), *applied(70, "a1"), rolled_back(9, "a1")]
    assert of(*events) == Budgeted(70, 9, longest, longest)
    assert of(*events, rehearsal(80, 11)).do_s == 80


def test_what_ran_elsewhere_or_with_more_in_it_or_failed_is_no_witness() -> None:
    assert of(*applied(700, "a1", environment="staging")) == of()
    assert of(*applied(700, "a1", "b2")) == of()
    assert of(*applied(700, outcome="failed")) == of()


def test_of_several_revisions_a_run_of_one_counts_and_a_run_of_all() -> None:
    assert of(*applied(700, "a1", "b2"), parts=(A, B)).do_s == 700
    assert of(*applied(200, "a1"), parts=(A, B)).do_s == 200


def test_several_revisions_take_the_sum_each_by_what_is_known_of_it() -> None:
    assert of(rehearsal(40, 4), parts=(A, B)) == Budgeted(
        90, 9, "rehearsed once, estimated", "rehearsed once, estimated"
    )


def test_what_is_said_holds_where_nothing_was_measured() -> None:
    bare = Part("a1", "sum-a")
    said = Said(2700, 300, "as the runbook says")
    assert of(parts=(bare,), otherwise=said) == Budgeted(2700, 300, said.basis, said.basis)
    assert of(parts=(), otherwise=said) == Budgeted(2700, 300, said.basis, said.basis)
    measured = of(rehearsal(40, 4), parts=(bare,), otherwise=said)
    assert measured == Budgeted(40, 4, "rehearsed once", "rehearsed once")


def test_what_is_said_of_the_whole_is_at_least_what_is_known_of_its_parts() -> None:
    parts = (A, Part("b2", "sum-b"))
    assert of(rehearsal(400, 4), parts=parts, otherwise=Said(300)).do_s == 400
    assert of(rehearsal(40, 4), parts=parts, otherwise=Said(300)).do_s == 300


def test_a_way_back_that_nobody_knows_is_taken_to_be_as_long_as_the_way_there() -> None:
    assert of(parts=(Part("a1", "sum-a", 100),)) == Budgeted(100, 100, "estimated", "taken to be as long")


def test_what_nobody_knows_stays_unknown() -> None:
    assert of(parts=(Part("a1", "sum-a"),)) == UNKNOWN
    assert of(parts=()) == UNKNOWN
