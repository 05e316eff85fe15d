"""What `opskit checklist` says of this moment: the window, who is at work, what opskit's sessions lock."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from fixtures.checklist import NOWHERE, REASON, agreed, items, measured, remember, small, with_numbers
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import counts

from opskit.pg.operator_lock import KEY

RUN = "20260101-220000-abcd"


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


def at_work(connect: Connect, conninfo: str, run: str = RUN) -> None:
    connect(conninfo, application_name=f"opskit/{run}/operator").execute("select pg_advisory_lock(%s, %s)", KEY)


def begun(project: Project, item: str = "apply-migration", run: str = RUN) -> None:
    remember(
        project, "item.started", timedelta(seconds=5), subject=f"migration-readiness/{item}",
        runbook="migration-readiness", item=item, words="opskit apply", deed_run=run, digest="",
    )  # fmt: skip


def test_who_is_at_work_is_told_with_the_operator_the_ledger_knows(
    numbers: Project, database: str, connect: Connect
) -> None:
    at_work(connect, database)
    remember(numbers, "run.started", timedelta(seconds=5), command="apply")
    found = numbers.run("checklist", "--json").ok().data
    assert (found["at_work"]["run"], found["at_work"]["login"], found["at_work"]["dead"]) == (RUN, "postgres", False)
    assert found["at_work"]["seconds"] >= 0
    assert found["unseen"] == ""
    assert "at work  login postgres from the server's host since " in numbers.run("checklist").ok().out


def test_an_item_whose_run_is_at_work_is_running_and_unknown_once_nobody_is(
    numbers: Project, database: str, connect: Connect
) -> None:
    agreed(numbers)
    begun(numbers)
    assert items(numbers.run("checklist", "--json").ok())["apply-migration"]["status"] == "unknown"
    at_work(connect, database, "20260101-000000-ffff")
    assert items(numbers.run("checklist", "--json").ok())["apply-migration"]["status"] == "unknown", "another run"
    connect(database).execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
    at_work(connect, database)
    found = items(numbers.run("checklist", "--json").ok())["apply-migration"]
    assert (found["status"], found["next"]) == ("running", "opskit checklist watch -e test")
    assert "which is at work" in found["text"]


def test_a_holder_that_gives_no_sign_of_life_is_told_as_dead(
    numbers: Project, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.pg.operator_lock.DEAD_AFTER_S", 0.0)
    at_work(connect, database)
    begun(numbers)
    assert "it is dead, the next run takes over" in numbers.run("checklist").ok().out
    assert items(numbers.run("checklist", "--json").ok())["apply-migration"]["status"] == "unknown"


def test_the_locks_of_opskits_sessions_are_told_and_those_of_others_are_not(
    numbers: Project, database: str, connect: Connect
) -> None:
    mine = connect(database, application_name=f"opskit/{RUN}/apply")
    mine.execute("begin; lock table numbers in share update exclusive mode; select 1 from pg_class limit 1")
    connect(database).execute("create table other (n integer)")
    other = connect(database, application_name="the application")
    other.execute("begin; lock table other in exclusive mode")
    [lock] = numbers.run("checklist", "--json").ok().data["locks"]
    told = (lock["relation"], lock["mode"], lock["waiting"], lock["run"], lock["pid"])
    assert told == ("public.numbers", "ShareUpdateExclusiveLock", False, RUN, mine.info.backend_pid)
    assert lock["seconds"] >= 0
    assert "ShareUpdateExclusiveLock on public.numbers" in numbers.run("checklist").ok().out


def test_a_lock_that_is_waited_for_is_told_first_with_the_command_that_shows_who_is_in_the_way(
    numbers: Project, database: str, connect: Connect
) -> None:
    other = connect(database)
    other.execute("begin; lock table numbers in access share mode")
    waiting = connect(database, application_name=f"opskit/{RUN}/apply")
    with waits(waiting, "lock table numbers in access exclusive mode", other):
        page = numbers.run("checklist").ok().out
    assert re.search(r" WAITS \d+ s for AccessExclusiveLock on public\.numbers", page)
    assert "Who is in the way: opskit locks -e test" in page


@contextmanager
def waits(waiting: psycopg.Connection[object], statement: str, holder: psycopg.Connection[object]) -> Iterator[None]:
    """While the statement waits for the lock."""
    thread = threading.Thread(target=lambda: waiting.execute(statement.encode()))  # in a transaction of its own
    waiting.execute("begin")
    thread.start()
    try:
        counts(holder, "select count(*) > 0 from pg_locks where not granted")
        yield
    finally:
        holder.execute("rollback")
        thread.join()


def test_a_login_that_may_not_see_others_is_told_what_it_may_see(
    numbers: Project, database: str, connect: Connect
) -> None:
    admin = connect(database)
    admin.execute("create role ck_looks login")
    try:
        at_work(connect, database)
        numbers.environment("test", f"{database} user=ck_looks".replace("user='postgres' ", ""))
        found = numbers.run("checklist", "--json").ok().data["at_work"]
        assert (found["run"], found["login"], found["since"], found["dead"]) == (RUN, "postgres", None, False)
        assert f"login postgres from the server's host, run {RUN}" in numbers.run("checklist").ok().out
    finally:
        admin.execute("drop role ck_looks")


def test_a_server_that_does_not_answer_is_not_waited_for(project: Project) -> None:
    """TEST-NET-1 (RFC 5737) swallows what is sent to it, or nothing leads there."""
    project.environment("test", "host=192.0.2.1 dbname=nothing")
    began = time.monotonic()
    found = project.run("checklist", "--json").ok().data
    assert time.monotonic() - began < 8, "any other session is waited for 10 s"
    assert found["unseen"]
    assert (found["at_work"], found["locks"]) == (None, [])


def test_the_wrong_server_is_not_looked_at(numbers: Project, database: str) -> None:
    numbers.environment("test", database, 'system_identifier = "1"')
    assert "test is not the server it should be" in numbers.run("checklist", "--json").ok().data["unseen"]


SMALL = ("checklist", "--runbook", "small")
WINDOW = "windows = [{{ start = {0}, end = {1} }}]"


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [(-1, 2, "window  open, 1 h 59 min "), (3, 5, "window  closed; the next opens in 2 h 59 min "),
     (-5, -3, "window  closed, and none is to come")],
)  # fmt: skip
def test_the_window_is_told_with_what_is_left_of_it(project: Project, starts: int, ends: int, words: str) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    times = [(now + timedelta(hours=hours)).isoformat() for hours in (starts, ends)]
    project.environment("test", NOWHERE, WINDOW.format(*times))
    assert words in project.run("checklist").ok().out
    found = project.run("checklist", "--json").ok().data["window"]
    assert found["open"] is (starts < 0 < ends)


def test_what_comes_next_is_never_behind_an_open_pause_point(project: Project) -> None:
    """The pause point waits for an item that stands later in the file than one that lies behind it."""
    project.environment("test", NOWHERE)
    data = project.run("checklist", "--json").ok().data
    assert (data["go_on"], data["phase"]) == ("review-analysis", "prepare")


def test_when_all_before_it_is_done_the_pause_point_itself_comes_next(numbers: Project) -> None:
    signed = numbers.run("checklist", "sign", "review-analysis", *REASON, "--json").ok().data
    assert signed["go_on"] == "backup-fresh"
    last = numbers.run("checklist", "sign", "backup-fresh", *REASON, "--evidence", "x", "--json").ok().data
    assert (last["go_on"], last["next"]) == ("window", 'opskit checklist sign window -e test --reason "SENTENCE"')
    page = numbers.run("checklist").ok().out
    assert "Pause point before Inside the deploy window: go or no-go" in page
    agreed = numbers.run("checklist", "sign", "window", *REASON, "--json").ok().data
    assert agreed["go_on"] == "apply-migration"


def test_a_protected_environment_without_a_window_is_told_what_cannot_be_done(project: Project) -> None:
    small(project.environment("test", NOWHERE, "protected = true"), measured('type = "files", glob = "*"'))
    file = project.place / "runbooks" / "small.toml"
    assert "window  none is declared: a change may begin at any time" in project.run(*SMALL).ok().out
    file.write_text(file.read_text().replace('title = "P"', 'title = "P"\nneeds_window = true'), encoding="utf-8")
    assert (
        "window  none is declared in opskit.toml, and what needs one cannot be done: P" in project.run(*SMALL).ok().out
    )
