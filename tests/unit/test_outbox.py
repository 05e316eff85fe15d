"""The outbox: each letter once, claimed by one process at a time, tried for a day, kept for a week."""

from __future__ import annotations

import multiprocessing
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from opskit.app.courier import FIRST_PAUSE_S, LONGEST_PAUSE_S, pause_s
from opskit.core.notable import KINDS
from opskit.core.notice import Notice, Target, Template
from opskit.errors import InvalidFile
from opskit.store.outbox import KEPT_S, LEASE_S, PATIENT_S, TRIED_S, Letter, Outbox
from opskit.value import replace

AT = datetime(2026, 1, 6, 22, 0, tzinfo=UTC)
NOW = AT.timestamp()
TEAM = Target("team", Path("/etc/hook"), "", None, Template.GENERIC, frozenset(KINDS), frozenset(), Path())
OTHER = replace(TEAM, name="other")
# The same name in another project.
NAMESAKE = replace(TEAM, url_file=Path("/elsewhere/hook"))


def notice(number: int) -> Notice:
    return Notice(f"hash-{number}", "run.started", AT.isoformat(), "started", f"text {number}", "opskit report")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "state" / "outbox.sqlite")


def claimed(outbox: Outbox, target: Target = TEAM, now: float = NOW) -> Letter:
    letter = outbox.claim(target, now)
    assert letter
    return letter


def test_a_notice_is_one_letter_for_each_target_however_often_it_is_put(outbox: Outbox) -> None:
    assert outbox.put([notice(1), notice(2)], [TEAM, OTHER], NOW) == 4
    assert outbox.put([notice(1), notice(2), notice(3)], [TEAM, OTHER], NOW) == 2
    assert [letter.notice for letter in outbox.undelivered(TEAM)] == [notice(1), notice(2), notice(3)]


def test_a_target_of_the_same_name_at_another_address_is_another_one(outbox: Outbox) -> None:
    outbox.put([notice(1)], [TEAM], NOW)
    assert outbox.claim(NAMESAKE, NOW) is None
    assert outbox.undelivered(NAMESAKE) == []


def test_letters_are_claimed_in_their_order_and_each_by_one(outbox: Outbox) -> None:
    outbox.put([notice(1), notice(2)], [TEAM], NOW)
    first, second = claimed(outbox), claimed(outbox)
    assert [first.notice, second.notice] == [notice(1), notice(2)]
    assert outbox.claim(TEAM, NOW + LEASE_S - 1) is None


def test_a_claim_that_nobody_settled_runs_out(outbox: Outbox) -> None:
    outbox.put([notice(1)], [TEAM], NOW)
    late = claimed(outbox)
    again = claimed(outbox, now=NOW + LEASE_S)
    assert (late.attempts, again.attempts) == (1, 2)
    outbox.failed(late, "too late", NOW)
    assert outbox.claim(TEAM, NOW + LEASE_S + 1) is None
    outbox.delivered(late, NOW)
    outbox.failed(again, "but it was", NOW)
    assert outbox.undelivered(TEAM) == []


def test_what_failed_is_due_when_it_is_said_to_be(outbox: Outbox) -> None:
    outbox.put([notice(1)], [TEAM], NOW)
    outbox.failed(claimed(outbox), "no luck", NOW + 100)
    assert outbox.claim(TEAM, NOW + 99) is None
    assert outbox.undelivered(TEAM)[0].error == "no luck"
    assert claimed(outbox, now=NOW + 100).attempts == 2


def test_a_letter_is_as_old_as_its_event_and_given_up_after_a_day(outbox: Outbox) -> None:
    outbox.put([notice(1)], [TEAM], NOW + 100)
    (letter,) = outbox.undelivered(TEAM)
    assert letter.created == NOW
    assert not letter.given_up(NOW + TRIED_S - 1)
    assert letter.given_up(NOW + TRIED_S)
    assert outbox.claim(TEAM, NOW + TRIED_S) is None
    assert claimed(outbox, now=NOW + TRIED_S - 1)


def test_after_a_week_it_is_forgotten(outbox: Outbox) -> None:
    outbox.put([notice(1)], [TEAM], NOW)
    outbox.begin("run-1", "scope", 1, NOW)
    outbox.begin("run-2", "scope", 2, NOW + KEPT_S - 1)
    assert len(outbox.undelivered(TEAM)) == 1
    outbox.begin("run-3", "scope", 3, NOW + KEPT_S + 1)
    assert outbox.undelivered(TEAM) == []
    assert [each.run for each in outbox.begun("scope")] == ["run-2", "run-3"]


def test_a_run_that_announces_is_known_until_it_ends_and_in_its_scope_only(outbox: Outbox) -> None:
    outbox.begin("run-1", "here", 11, NOW)
    outbox.begin("run-2", "there", 22, NOW)
    assert [(each.run, each.pid) for each in outbox.begun("here")] == [("run-1", 11)]
    outbox.end(["run-1"])
    assert outbox.begun("here") == []


def test_looking_makes_no_file(outbox: Outbox) -> None:
    assert outbox.undelivered(TEAM) == []
    assert outbox.begun("scope") == []
    assert outbox.claim(TEAM, NOW) is None
    assert outbox.put([], [TEAM], NOW) == 0
    assert not outbox.path.parent.exists()


def test_what_is_no_outbox_is_refused_with_the_way_out(outbox: Outbox) -> None:
    outbox.path.parent.mkdir(parents=True)
    outbox.path.write_text("this is no database, however long one looks at it" * 30)
    with pytest.raises(InvalidFile, match="1 fault") as caught:
        outbox.undelivered(TEAM)
    assert "not a usable outbox: file is not a database" in caught.value.why
    assert caught.value.hint.startswith(f"mv {outbox.path} {outbox.path}.broken ")


def test_one_that_is_held_by_somebody_else_is_waited_for_no_longer_than_half_a_second(outbox: Outbox) -> None:
    outbox.put([notice(1)], [TEAM], NOW)
    with closing(sqlite3.connect(outbox.path, isolation_level=None)) as holder:
        holder.execute("begin exclusive")
        before = time.monotonic()
        with pytest.raises(InvalidFile, match="fault"):
            outbox.put([notice(2)], [TEAM], NOW)
        assert time.monotonic() - before < PATIENT_S


def _claim_all(path: Path, start: object, found: object) -> None:
    outbox = Outbox(path).patient()
    start.wait()  # type: ignore[attr-defined]
    mine = []
    while letter := outbox.claim(TEAM, NOW):
        mine.append(letter.notice.id)
    found.put(mine)  # type: ignore[attr-defined]


def test_two_processes_never_claim_the_same_letter(outbox: Outbox) -> None:
    outbox.put([notice(number) for number in range(60)], [TEAM], NOW)
    forking = multiprocessing.get_context("fork")
    start, found = forking.Event(), forking.Queue()
    both = [forking.Process(target=_claim_all, args=(outbox.path, start, found)) for _ in range(2)]
    for each in both:
        each.start()
    start.set()
    one, other = found.get(timeout=60), found.get(timeout=60)
    for each in both:
        each.join(60)
    assert sorted([*one, *other]) == sorted(f"hash-{number}" for number in range(60))


def test_the_pauses_between_attempts_double_and_end_with_an_hour() -> None:
    assert [pause_s(attempt, 0.5) for attempt in (1, 2, 3)] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert pause_s(1000, 0.5) == LONGEST_PAUSE_S
    assert pause_s(1, 0.0) < FIRST_PAUSE_S < pause_s(1, 1.0)
