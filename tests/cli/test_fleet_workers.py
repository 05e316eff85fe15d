"""`opskit fleet … --by workers`: orders are carried out by processes elsewhere, each of them once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from fixtures.fleet_workers import LOST_AFTER_S, Crew
from fixtures.program import Outcome, Project
from fixtures.server import Connect, new_database
from fixtures.shared_ledger import kept

from opskit import __version__
from opskit.app.fleet_running import TargetDone
from opskit.app.ledger_init import carry, propose
from opskit.catalog.configuration import Settings
from opskit.catalog.document import unpacked
from opskit.core.fleet import WORKERS, FleetWays
from opskit.core.ledger import Entry
from opskit.core.stop import Stop
from opskit.errors import Interrupted
from opskit.scratch.cluster import Cluster
from opskit.store import job_app
from opskit.store.job_queue import QueueLost, Withdrawn, job_queue
from opskit.store.postgres_ledger import PostgresLedger

USAGE, BLOCKED, UNREACHABLE, PARTIAL, STALE, BUG, INTERRUPTED, TERMINATED = 2, 4, 6, 8, 9, 70, 130, 143
IGNORE = '[[ignore]]\ncheck = "durability_off"\nreason = "a test"\nuntil = 2999-01-01\n'


@pytest.fixture
def places(cluster: Cluster, crew: Crew, connect: Connect) -> Iterator[dict[str, str]]:
    """Four databases with a table each, and a migration that gives it an index."""
    with (
        new_database(cluster) as a, new_database(cluster) as b, new_database(cluster) as c, new_database(cluster) as d
    ):  # fmt: skip
        named = dict(zip("abcd", (a, b, c, d), strict=True))
        project = crew.project
        project.migration("a1_first", "create index numbers_n on numbers (n);")
        with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
            file.write(f'[migrations]\npath = "migrations"\n{IGNORE}')
        lines = [f'[targets.{name}]\ndsn = "{conninfo}"\n' for name, conninfo in named.items()]
        (project.place / "targets.toml").write_text("\n".join(lines), encoding="utf-8")
        for conninfo in named.values():
            connect(conninfo).execute("create table numbers as select g as n from generate_series(1, 10) as g")
        yield named


def by_name(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {each["target"]: each for each in outcome.data["targets"]}


def indexed(connect: Connect, conninfo: str) -> bool:
    row = connect(conninfo).execute("select to_regclass('numbers_n') is not null").fetchone()
    return bool(row and row[0])


def of(crew: Crew, site: str = "") -> Callable[..., TargetDone]:
    """`ask(word, run, **given)`: what a worker says to an order about database a that somebody made up."""

    def ask(word: str, run: str = "run-x", **given: str) -> TargetDone:
        with job_queue(kept(crew.queue), run, LOST_AFTER_S, print) as queue:
            return unpacked(queue.ask("a", site, order(word, run, given), Stop()), TargetDone)

    return ask


def order(word: str, run: str, given: dict[str, str]) -> dict[str, object]:
    by = {"asker": run, "operator": "me", "opskit": __version__}
    return {"target": "a", "word": word, "run": run, "given": given, **by}


@contextmanager
def held(connect: Connect, conninfo: str) -> Iterator[None]:
    """An index build in that database waits for a transaction that is open."""
    with connect(conninfo, application_name="nightly report") as reader:
        reader.execute("begin isolation level repeatable read")
        reader.execute("select * from numbers")
        try:
            yield
        finally:
            reader.execute("rollback")


BUILDING = "select from pg_stat_progress_create_index where datname = current_database()"


def begun(project: Project, *words: str) -> subprocess.Popen[str]:
    """A command at work beside the test."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "opskit", *words], cwd=project.place, stdout=pipe, stderr=pipe, text=True
    )


def applying(crew: Crew, look: psycopg.Connection[Any]) -> subprocess.Popen[str]:
    """One database after the other; back once the index of the first is being built."""
    run = begun(crew.project, "fleet", "apply", "--confirm", "fleet", "--json", "--parallel", "1")
    crew.until(lambda: look.execute(BUILDING).fetchone() is not None)
    return run


def outcome_of(command: subprocess.Popen[str]) -> Outcome:
    out, err = command.communicate(timeout=180)
    return Outcome(command.returncode, out, err)


def test_two_workers_share_what_is_ordered(crew: Crew, places: dict[str, str], connect: Connect) -> None:
    crew.hire("--parallel", "1")
    crew.hire("--parallel", "1")
    outcome = crew.project.run("fleet", "check", "index_invalid", "--json").ok()
    assert {each["exit_code"] for each in by_name(outcome).values()} == {0}
    assert len({each["worker"] for each in by_name(outcome).values()}) == 2
    assert by_name(outcome)["a"]["data"]["checks"][0]["slug"] == "index_invalid"
    outcome = crew.project.run("fleet", "apply", "--confirm", "fleet", "--json").ok()
    assert outcome.document["changed"] is True
    assert all(indexed(connect, each) for each in places.values())
    assert crew.project.run("fleet", "apply", "--confirm", "fleet", "--json").ok().document["changed"] is False
    crew.project.run("ledger", "verify").ok()


def test_a_worker_that_is_killed_leaves_an_unknown_that_is_looked_at_and_not_done_again(
    crew: Crew, places: dict[str, str], connect: Connect
) -> None:
    """It has begun the index of b when it dies. The other worker goes on with the rest, and looks at b."""
    first = crew.hire("--parallel", "1")
    look = connect(places["b"])
    with held(connect, places["b"]):
        run = begun(crew.project, "fleet", "apply", "--confirm", "fleet", "--json", "--parallel", "2", "--keep-going")
        crew.until(lambda: look.execute(BUILDING).fetchone() is not None)
        crew.hire("--parallel", "4")
        os.kill(first.pid, signal.SIGKILL)
        crew.until(lambda: crew.rows("select from opskit_ledger.event where entry ->> 2 = 'fleet.unknown'"))
    outcome = outcome_of(run)
    found = by_name(outcome)
    assert re.search(r"opskit: b: worker \d+ is at it\n", outcome.err)
    assert re.search(r"opskit: b: worker \d+ was lost; looking what became of it\n", outcome.err)
    assert "unknown, for worker" in found["b"]["text"], outcome
    assert "looked at: begun and not finished; pending a1" in found["b"]["text"]
    assert (found["b"]["exit_code"], outcome.code) == (PARTIAL, PARTIAL)
    assert {name: each["exit_code"] for name, each in found.items() if name != "b"} == {"a": 0, "c": 0, "d": 0}
    builds = crew.rows(
        "select count(*) from opskit_ledger.event where entry ->> 2 = 'change.started' and entry ->> 3 = 'b'"
        " and entry -> 5 ->> 'sql' ilike 'create index%'"
    )
    assert builds == [(1,)]
    again = crew.project.run("fleet", "apply", "--confirm", "fleet", "--json").ok()
    assert indexed(connect, places["b"])
    assert by_name(again)["b"]["exit_code"] == 0
    crew.project.run("ledger", "verify").ok()


def test_without_a_worker_nothing_is_ordered(crew: Crew, places: dict[str, str]) -> None:
    outcome = crew.project.run("fleet", "check").exits(UNREACHABLE)
    assert "no worker of the fleet is alive" in outcome.err
    assert "next: opskit fleet work" in outcome.err
    crew.project.run("fleet", "check", "index_invalid", "--by", "threads").ok()


def test_a_change_that_nobody_agreed_to_is_refused(crew: Crew, places: dict[str, str], connect: Connect) -> None:
    """An order that is written into the queue is no yes; nor is a yes to another plan."""
    crew.hire()
    ask = of(crew)
    refused = ask("apply", to="", digest="made up")
    assert (refused.exit_code, refused.changed) == (BLOCKED, False)
    assert "does not say that anybody agreed to this plan of a" in refused.text
    ledger = PostgresLedger(kept(crew.queue))
    body = {"subject": "run-y", "plans": {"a": "made up"}}
    ledger.append(Entry("2026-01-06T22:05:00Z", "run-y", "fleet.agreed", "fleet", "me", body))
    stale = ask("apply", "run-y", to="", digest="made up")
    assert (stale.exit_code, stale.changed) == (STALE, False)
    assert "would be changed otherwise than was shown" in stale.text
    assert ask("rollback").exit_code == USAGE
    assert not indexed(connect, places["a"])


def test_an_order_of_somebody_who_is_gone_is_not_begun(crew: Crew, places: dict[str, str]) -> None:
    crew.hire()
    with job_app.asking(kept(crew.queue)) as app:
        job_app.hand_in(app, "a", "", order("check", "run-z", {}))
    crew.until(lambda: "a: whoever asked for it is gone; it is not begun" in crew.logs())
    assert crew.rows("select count(*) from opskit_fleet.outcome") == [(0,)]


def test_an_order_that_nobody_takes_is_told_of(
    crew: Crew, places: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.store.job_queue.PATIENCE_S", 0.5)
    crew.hire("--site", "default")
    told, stop = list[str](), Stop()

    def tell(sentence: str) -> None:
        told.append(sentence)
        stop.ask(Interrupted)

    with job_queue(kept(crew.queue), "run-x", LOST_AFTER_S, tell) as queue, pytest.raises(Withdrawn):
        queue.ask("a", "eu", order("check", "run-x", {}), stop)
    assert told == ["a: no worker of the site eu has taken it yet"]


def test_a_worker_of_a_site_takes_the_orders_for_it_alone(crew: Crew, places: dict[str, str]) -> None:
    targets = crew.project.place / "targets.toml"
    targets.write_text(targets.read_text().replace("[targets.a]", '[targets.a]\nsite = "eu"'))
    eu, other = crew.hire("--site", "eu"), crew.hire("--site", "default")
    found = by_name(crew.project.run("fleet", "check", "index_invalid", "--json").ok())
    by_worker = {name: each["worker"].rpartition("/")[2] for name, each in found.items()}
    assert by_worker == {"a": str(eu.pid), **dict.fromkeys("bcd", str(other.pid))}


@pytest.mark.parametrize("who", ["asker", "worker"])
def test_a_stop_cancels_what_is_at_work_and_begins_nothing_more(
    crew: Crew, places: dict[str, str], connect: Connect, who: str
) -> None:
    worker = crew.hire("--parallel", "1")
    look = connect(places["a"])
    with held(connect, places["a"]):
        run = applying(crew, look)
        os.kill(run.pid if who == "asker" else worker.pid, signal.SIGTERM)
        outcome = outcome_of(run)
    found = by_name(outcome)
    assert found["a"]["exit_code"] in (TERMINATED, INTERRUPTED, PARTIAL), found["a"]
    assert [found[name]["exit_code"] for name in "bcd"] == [None] * 3
    # What the cancelled build leaves cannot be dropped while the transaction is open: apply does it the next time.
    assert not look.execute(
        "select 1 from pg_index where indexrelid = to_regclass('numbers_n') and indisvalid"
    ).fetchone()
    assert not any(indexed(connect, places[name]) for name in "bcd")
    if who == "worker":
        assert worker.wait(timeout=120) == 0
        assert "carried out 5 orders" in crew.logs()


def test_a_queue_that_goes_away_leaves_what_was_begun_unknown(
    crew: Crew, places: dict[str, str], connect: Connect, ledger_server: Cluster
) -> None:
    worker = crew.hire("--parallel", "1")
    look = connect(places["a"])
    with held(connect, places["a"]):
        run = applying(crew, look)
        ledger_server.stop("immediate")
        found = by_name(outcome_of(run))
    assert (found["a"]["exit_code"], found["a"]["changed"]) == (PARTIAL, True)
    assert found["a"]["text"].startswith("unknown, for the queue went away")
    assert [found[name]["exit_code"] for name in "bcd"] == [None] * 3
    assert worker.wait(timeout=120) == UNREACHABLE, crew.logs()
    assert "a: apply for" in crew.logs() and "exit 0, 6 statements" in crew.logs()
    assert look.execute("select 1 from pg_index where indexrelid = to_regclass('numbers_n') and indisvalid").fetchone()


def test_a_queue_that_is_not_made_or_of_another_version_is_said(crew: Crew, places: dict[str, str]) -> None:
    with psycopg.connect(crew.queue, autocommit=True) as owner:
        owner.execute("comment on schema opskit_fleet is 'procrastinate 1.0'")
        outcome = crew.project.run("fleet", "work").exits(BLOCKED)
        assert "of another version" in outcome.err and "made by procrastinate 1.0" in outcome.err
        owner.execute("drop schema opskit_fleet cascade")
    outcome = crew.project.run("fleet", "check").exits(BLOCKED)
    assert "the queue of the fleet is not made yet" in outcome.err
    assert 'next: [fleet] by = "workers" in opskit.toml, then opskit ledger init -n' in outcome.err


def test_a_ledger_in_a_file_is_shared_by_nobody(project: Project) -> None:
    project.environment("a", "host=127.0.0.1 port=1")
    outcome = project.run("fleet", "check", "--by", "workers").exits(BLOCKED)
    assert "workers share a ledger in PostgreSQL, and this one is a file" in outcome.err
    assert "then opskit ledger init -n" in project.run("fleet", "work").exits(BLOCKED).err


def test_the_queue_is_made_with_the_ledger_once(crew: Crew, places: dict[str, str]) -> None:
    """By the owner; a writer of the ledger makes nothing."""
    with psycopg.connect(crew.queue, autocommit=True) as owner:
        owner.execute("drop schema opskit_fleet cascade")
    settings = Settings(ledger_server=kept(crew.queue), fleet=FleetWays(WORKERS))
    proposal = propose(settings, print)
    assert [part.summary for part in proposal.page.data.parts][:2] == [
        "the schema of the queue", f"its tables and functions, as procrastinate {job_app.version()} makes them",
    ]  # fmt: skip
    carry(proposal, print)
    assert propose(settings, print).empty
    assert propose(Settings(ledger_server=kept(crew.queue)), print).empty


def test_a_bug_of_a_worker_is_told_as_one_and_does_not_end_it(crew: Crew, places: dict[str, str]) -> None:
    """An order without what it needs: whoever asked is not left waiting, and the worker takes the next one."""
    crew.hire()
    ask = of(crew)
    assert (ask("check").exit_code, ask("check").changed) == (BUG, False)
    assert "KeyError: 'slugs'" in crew.logs()
    assert ask("plan", to="").exit_code == 0


def test_a_watch_that_fails_lets_nobody_wait(crew: Crew, places: dict[str, str]) -> None:
    class Broken:
        def rows(self, *_: object, **__: object) -> None:
            raise RuntimeError("a bug")

    crew.hire("--site", "elsewhere")
    with job_queue(kept(crew.queue), "run-x", LOST_AFTER_S, print) as queue:
        watcher = threading.Timer(0.5, lambda: queue.watch(Broken()))  # type: ignore[arg-type]  # it is no session
        watcher.start()
        with pytest.raises(QueueLost, match="a bug"):
            queue.ask("a", "", order("check", "run-x", {}), Stop())
        watcher.join()
