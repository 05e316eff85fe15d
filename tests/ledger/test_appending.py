"""A ledger that several operators share: what the server makes of what it is given."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from fixtures.shared_ledger import WRITERS, admin, appended, entry, kept

from opskit.core.history import EVERY, fold
from opskit.core.ledger import GENESIS, Entry, Ledger, canonical, faults, head, seal
from opskit.scratch.cluster import Cluster
from opskit.store.postgres_ledger import PostgresLedger
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import replace

EACH = 40
Shared = Callable[[str], str]


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    if request.param == "sqlite":
        return SqliteLedger(tmp_path / "ledger.sqlite")
    made: PostgresLedger = request.getfixturevalue("trail")
    return made


def test_events_come_back_as_they_were_appended_under_the_login_that_the_server_knows(trail: PostgresLedger) -> None:
    made = [trail.append(entry(number)) for number in range(1, 6)]
    events = trail.events()
    assert list(events) == made
    assert [event.entry for event in events] == [entry(number) for number in range(1, 6)]
    assert [(event.seq, event.login) for event in events] == [(number, "ann") for number in range(1, 6)]
    assert (events[0].prev, faults(events), head(events)) == (GENESIS, [], made[-1].hash)


@pytest.mark.parametrize("login", WRITERS)
def test_a_login_of_any_name_is_sealed_as_it_is(shared: Shared, login: str) -> None:
    PostgresLedger(kept(shared(login))).append(entry(1))
    (event,) = PostgresLedger(kept(shared("rita"))).events()
    assert (event.login, faults([event])) == (login, [])
    assert faults([replace(event, login="bob")]) == ["event 1 was edited after it was written"]


def test_a_chain_without_logins_keeps_its_hashes() -> None:
    old = "93b885312dbcb78253cee67954d33cfe541546dc16c7838c4586ff52a1a10a01"
    sealed = seal(1, Entry("2026-01-06T22:00:00Z", "r", "note", "staging", "dba@host", {"b": 1, "a": "ü"}), GENESIS)
    assert sealed.hash == old


def test_what_is_given_twice_is_there_once(trail: PostgresLedger) -> None:
    """The answer may be lost on its way, and it is asked again."""
    first = trail.append(entry(1))
    trail.append(entry(2))
    assert trail.append(entry(1)) == first
    assert [event.seq for event in trail.events()] == [1, 2]


def test_a_session_that_was_ended_is_opened_anew(trail: PostgresLedger, ledger_server: Cluster) -> None:
    trail.append(entry(1))
    end = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'opskit ledger'"
    admin(ledger_server.conninfo(), end)
    trail.append(entry(2))
    assert [event.seq for event in trail.events()] == [1, 2]


def test_the_character_that_postgresql_does_not_keep_is_replaced(trail: PostgresLedger) -> None:
    made = trail.append(entry(1, odd=["a\0b", {"c": "\0"}]))
    assert made.entry.body["odd"] == ["a\ufffdb", {"c": "\ufffd"}]
    assert list(trail.events()) == [made]


@pytest.mark.parametrize(
    "given", ["[]", "{}", '["a","b","c","d","e",{},1]', '["a","b","c","d",1,{}]', '["a","b","c","d","e","f"]', " [1]"]
)
def test_what_is_no_entry_is_refused(shared: Shared, given: str) -> None:
    with psycopg.connect(shared("ann")) as connection, pytest.raises(psycopg.Error, match="no entry of a ledger"):
        connection.execute("select opskit_ledger.append(%s, '')", [given])


@pytest.mark.parametrize("writers", [2, 8])
def test_operators_who_append_at_once_make_one_chain_and_lose_nothing(shared: Shared, writers: int) -> None:
    """Each in a process of its own. Whether they really come between each other is the scheduler's choice."""
    for _ in range(6):
        before = len(PostgresLedger(kept(shared("rita"))).events())
        together([(shared("ann"), before, writer) for writer in range(writers)])
        events = PostgresLedger(kept(shared("rita"))).events()
        assert faults(events) == []
        assert len(events) == before + writers * EACH
        runs = [event.entry.run for event in events[before:]]
        assert {run: runs.count(run) for run in runs} == {f"writer-{writer}": EACH for writer in range(writers)}
        if len([1 for one, other in pairwise(runs) if one != other]) > writers:
            return
    pytest.fail("the writers never met")


def together(works: Sequence[tuple[str, int, int]]) -> None:
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(len(works))

    def work(conninfo: str, before: int, writer: int) -> None:
        entries = [replace(entry(before + number), run=f"writer-{writer}") for number in range(EACH)]
        gate.wait(60)
        appended(conninfo, entries)

    processes = [context.Process(target=work, args=each) for each in works]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(works)


def filled(ledger: Ledger) -> Ledger:
    kinds = ["item.checked", "change.finished", *EVERY]
    for number in range(1, 61):
        body = {"subject": f"s{number % 4}"} if number % 2 else {}
        place = ["staging", "production", "canary"][number % 3]
        more = {"runbook": "r", "item": f"i{number % 2}"}
        ledger.append(entry(number, kinds[number % 7], place, **body, **more))
    return ledger


def test_the_digest_folds_into_the_same_evidence_and_decisions_as_all_events(ledger: Ledger) -> None:
    events, digest = filled(ledger).events(), ledger.digest()
    assert 0 < len(digest) < len(events)
    assert [event.seq for event in digest] == sorted({event.seq for event in digest})
    assert (fold(digest).evidence, fold(digest).said) == (fold(events).evidence, fold(events).said)
    assert [e for e in digest if e.entry.kind in EVERY] == [e for e in events if e.entry.kind in EVERY]
    newest = [event for event in events if event.entry.kind == "change.finished"][-1]
    assert fold(digest).newest(newest.entry.environment, "change.finished", newest.entry.body.get("subject", ""))


@pytest.mark.parametrize("place", ["staging", "production", "canary", "nowhere"])
def test_the_digest_of_one_environment_is_that_of_all_without_the_others(ledger: Ledger, place: str) -> None:
    there = [event for event in filled(ledger).digest() if event.entry.environment == place]
    assert list(ledger.digest(place)) == there
    assert bool(there) is (place != "nowhere")


def test_the_tail_is_the_newest_events_of_one_environment_or_of_all(ledger: Ledger) -> None:
    events = filled(ledger).events()
    assert ledger.tail(3) == events[-3:]
    assert ledger.tail(2, "canary") == [e for e in events if e.entry.environment == "canary"][-2:]
    assert len(ledger.tail(1000)) == len(events)
    assert list(ledger.tail(3, "nowhere")) == []


def test_an_empty_ledger_has_no_digest_and_no_tail(ledger: Ledger) -> None:
    assert (list(ledger.digest()), list(ledger.tail(3)), list(ledger.events())) == ([], [], [])


def test_news_come_as_soon_as_another_has_appended_and_not_before(ledger: Ledger, shared: Shared) -> None:
    def other() -> Ledger:
        return SqliteLedger(ledger.path) if isinstance(ledger, SqliteLedger) else PostgresLedger(kept(shared("ann")))

    with ledger.news() as wait:
        assert not wait(0.1)
        writer = threading.Timer(0.3, lambda: other().append(entry(1)))
        writer.start()
        began = time.monotonic()
        assert wait(60.0)
        assert time.monotonic() - began < 30
        writer.join()
        assert not wait(0.1)
        other().append(entry(2))
        assert wait(60.0)


def test_a_file_tells_no_login_and_a_server_whom_it_knows(ledger: Ledger, shared: Shared) -> None:
    if isinstance(ledger, SqliteLedger):
        assert (ledger.login, ledger.server(), ledger.place) == ("", "", str(ledger.path))
    else:
        assert ledger.login == "ann"
        assert ledger.server().endswith(f"/{psycopg.conninfo.conninfo_to_dict(shared('ann'))['dbname']}")
        assert ledger.place == shared("ann")


def test_an_existing_file_gets_its_indexes_with_the_next_event_and_is_read_without(tmp_path: Path) -> None:
    ledger = SqliteLedger(tmp_path / "ledger.sqlite")
    filled(ledger)
    with closing(sqlite3.connect(ledger.path)) as db:
        db.executescript("drop index event_newest; drop index event_kind")
    before, digest = ledger.path.read_bytes(), ledger.digest()
    assert ledger.path.read_bytes() == before
    ledger.append(entry(99, kind="new"))
    with closing(sqlite3.connect(ledger.path)) as db:
        names = {name for (name,) in db.execute("select name from sqlite_master where type = 'index'")}
    assert {"event_newest", "event_kind"} <= names
    assert ledger.digest()[: len(digest)] == digest


def test_the_text_of_an_entry_is_the_same_however_its_body_was_ordered() -> None:
    assert canonical(entry(1, b=1, a=2)) == canonical(entry(1, a=2, b=1))
