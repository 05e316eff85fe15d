"""While the ledger's server is out of reach: nothing is lost, nothing is there twice, and nobody is left in doubt."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from fixtures.checklist import REASON, UP
from fixtures.program import Project
from fixtures.shared_ledger import entry, kept, make, on_server

from opskit.core.ledger import Event, faults
from opskit.errors import InvalidFile, NotPermitted, Unreachable
from opskit.scratch.cluster import Cluster
from opskit.store import shared_ledger
from opskit.store.postgres_ledger import PostgresLedger
from opskit.store.shared_ledger import OngoingLedger, SharedLedger
from opskit.store.spool import Spool
from opskit.value import replace

Shared = Callable[[str], str]
COUNT = 12


class Desk:
    """An operator's ledger with its spool; `said` is what the operator was told."""

    def __init__(self, conninfo: str, folder: Path) -> None:
        self.conninfo, self.folder = conninfo, folder
        self.said: list[str] = []
        self.spool = Spool(folder, conninfo)

    def ledger(self) -> OngoingLedger:
        """As the next call of opskit would have it."""
        return OngoingLedger(PostgresLedger(kept(self.conninfo)), Spool(self.folder, self.conninfo), self.said.append)

    def trail(self) -> SharedLedger:
        """As `opskit ledger` would."""
        return SharedLedger(PostgresLedger(kept(self.conninfo)), Spool(self.folder, self.conninfo), self.said.append)

    def kept(self) -> list[Event]:
        return list(PostgresLedger(kept(self.conninfo)).events())

    def aside(self) -> list[Path]:
        return sorted(self.folder.glob("*.merged-*.sqlite"))


@pytest.fixture
def desk(shared: Shared, tmp_path: Path) -> Desk:
    return Desk(shared("ann"), tmp_path / "spool")


@pytest.fixture
def spooled(desk: Desk, ledger_server: Cluster) -> Desk:
    """Two events in the ledger, COUNT in the spool, and the server back."""
    ledger = desk.ledger()
    ledger.append(entry(1))
    ledger.append(entry(2))
    ledger_server.stop("immediate")
    for number in range(3, 3 + COUNT):
        ledger.append(entry(number))
    ledger_server.start()
    desk.said.clear()
    return desk


def plain(event: Event) -> Event:
    """Without what merging adds."""
    body = {key: value for key, value in event.entry.body.items() if key != "spooled"}
    return replace(event, entry=replace(event.entry, body=body))


def test_what_is_recorded_meanwhile_waits_in_a_chain_of_its_own_and_is_said(desk: Desk, ledger_server: Cluster) -> None:
    ledger = desk.ledger()
    ledger.append(entry(1))
    ledger_server.stop("immediate")
    made = [ledger.append(entry(number)) for number in (2, 3)]
    assert [event.seq for event in made] == [1, 2]
    assert faults(desk.spool.events()) == []
    assert len(desk.said) == 1
    assert "is out of reach" in desk.said[0]
    assert str(desk.spool.path) in desk.said[0]


def test_reading_meanwhile_gives_what_waits_and_says_so(spooled: Desk, ledger_server: Cluster) -> None:
    ledger_server.stop("immediate")
    ledger = spooled.ledger()
    assert [len(ledger.events()), len(ledger.tail(3))] == [COUNT, 3]
    assert {event.entry.run for event in ledger.digest()} <= {f"run-{number}" for number in range(3)}
    assert len([text for text in spooled.said if "is out of reach" in text]) == 1


def test_the_next_event_takes_along_what_waited_and_the_file_is_set_aside(spooled: Desk) -> None:
    waiting = list(spooled.spool.events())
    spooled.ledger().append(entry(99))
    events = spooled.kept()
    assert faults(events) == []
    assert [plain(event).entry for event in events] == [entry(n) for n in (*range(1, 3 + COUNT), 99)]
    marks = [event.entry.body.get("spooled") for event in events]
    assert marks == [None, None, *({"seq": each.seq, "hash": each.hash} for each in waiting), None]
    assert {event.login for event in events} == {"ann"}
    (aside,) = spooled.aside()
    assert not spooled.spool.path.exists()
    with closing(sqlite3.connect(aside)) as db:
        assert db.execute("select count(*) from event").fetchone() == (COUNT,)
    assert spooled.said == [
        f"{COUNT} events that had waited in {spooled.spool.path} are in the ledger {spooled.conninfo} now"
    ]


def test_looking_takes_nothing_along_and_still_knows_what_waits(spooled: Desk) -> None:
    before = spooled.spool.path.read_bytes()
    foreseen = spooled.ledger().events()
    newest = [event for event in spooled.ledger().digest() if event.entry.kind == "note"][-1]
    assert plain(newest).entry == entry(2 + COUNT)
    assert (len(foreseen), faults(foreseen), len(spooled.trail().events())) == (2 + COUNT, [], 2)
    assert (spooled.spool.path.read_bytes(), spooled.aside(), len(spooled.kept())) == (before, [], 2)
    spooled.ledger().append(entry(99))
    assert spooled.kept()[:-1] == list(foreseen)


def test_what_waits_has_one_number_in_the_digest_of_its_environment_and_of_all(desk: Desk) -> None:
    for number, place in enumerate(("canary", "staging"), 1):
        desk.ledger().append(entry(number, environment=place))
    for number, place in enumerate(("canary", "staging", "canary"), 3):
        desk.spool.append(entry(number, kind="item.started", environment=place))
    whole = desk.ledger().digest()
    for place in ("canary", "staging"):
        there = desk.ledger().digest(place)
        assert there == [event for event in whole if event.entry.environment == place]
        assert [event.entry.kind for event in there[1:]] == ["item.started"] * len(there[1:])
        assert len(there) > 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("place", [1, 5, COUNT])
def test_a_kill_in_the_middle_of_merging_neither_loses_nor_doubles_an_event(
    spooled: Desk, when: str, place: int
) -> None:
    killed(lambda: spooled.ledger().append(entry(99)), "take_in", when, place)
    assert len(spooled.kept()) == 2 + place - (when == "before")
    assert spooled.spool.path.exists()
    spooled.ledger().append(entry(99))
    events = spooled.kept()
    assert faults(events) == []
    assert [plain(event).entry for event in events] == [entry(n) for n in (*range(1, 3 + COUNT), 99)]
    assert len(spooled.aside()) == 1


def test_an_event_whose_answer_was_lost_is_in_the_ledger_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was written, the line broke, and so it went to the spool as well."""
    really = PostgresLedger.append

    def written_and_lost(self: PostgresLedger, given: object) -> Event:
        really(self, given)  # type: ignore[arg-type]
        raise Unreachable("the connection was lost")

    with monkeypatch.context() as broken:
        broken.setattr(PostgresLedger, "append", written_and_lost)
        desk.ledger().append(entry(1))
    assert (len(desk.kept()), len(desk.spool.events())) == (1, 1)
    desk.ledger().append(entry(2))
    assert [event.entry for event in desk.kept()] == [entry(1), entry(2)]
    assert desk.spool.events() == ()


def test_two_operators_who_merge_one_spool_at_once_add_it_once(spooled: Desk) -> None:
    context = multiprocessing.get_context("fork")
    works = [context.Process(target=lambda n=n: spooled.ledger().append(entry(n))) for n in (97, 98)]
    for work in works:
        work.start()
    for work in works:
        work.join(120)
    events = spooled.kept()
    assert (len(events), faults(events)) == (2 + COUNT + 2, [])


def test_whoever_spools_while_another_merges_waits_and_loses_nothing(spooled: Desk) -> None:
    """Otherwise the event would be in the file that is set aside."""
    writer = multiprocessing.get_context("fork").Process(
        target=lambda: Spool(spooled.folder, spooled.conninfo).append(entry(99))
    )
    with spooled.spool.taken_out() as waiting:
        writer.start()
        writer.join(0.5)
        assert writer.is_alive()
    writer.join(120)
    assert len(waiting) == COUNT
    assert [event.entry for event in spooled.spool.events()] == [entry(99)]


def test_a_server_that_is_back_is_noticed_within_the_same_call(
    desk: Desk, ledger_server: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_ledger, "LEFT_ALONE_S", 0.0)
    ledger = desk.ledger()
    ledger_server.stop("immediate")
    ledger.append(entry(1))
    ledger_server.start()
    ledger.append(entry(2))
    assert [plain(event).entry for event in desk.kept()] == [entry(1), entry(2)]


def test_a_server_that_does_not_answer_is_not_asked_again_at_once(desk: Desk, ledger_server: Cluster) -> None:
    ledger = desk.ledger()
    ledger_server.stop("immediate")
    ledger.append(entry(1))
    ledger_server.start()
    assert ledger.append(entry(2)).seq == 2
    assert desk.kept() == []


@pytest.mark.parametrize("kind", ["item.signed", "item.approved", "item.waived"])
def test_what_a_person_decides_is_not_recorded_where_nobody_authenticates(
    desk: Desk, ledger_server: Cluster, kind: str
) -> None:
    ledger_server.stop("immediate")
    with pytest.raises(Unreachable, match="nobody else can tell who you are"):
        desk.ledger().append(entry(1, kind))
    with pytest.raises(Unreachable):
        _ = desk.ledger().login
    assert desk.spool.events() == ()


def test_a_login_that_is_refused_is_no_ledger_out_of_reach(shared: Shared, tmp_path: Path) -> None:
    desk = Desk(shared("rita"), tmp_path)
    with pytest.raises(NotPermitted):
        desk.ledger().append(entry(1))
    assert (desk.said, desk.spool.events()) == ([], ())


def test_a_spool_that_was_edited_is_told_and_left_where_it_is(spooled: Desk) -> None:
    with closing(sqlite3.connect(spooled.spool.path, isolation_level=None)) as db:
        db.execute("drop trigger event_no_update")
        db.execute("update event set operator = 'x' where seq = 3")
    ledger = spooled.ledger()
    ledger.append(entry(98))
    ledger.append(entry(99))
    assert [event.entry for event in spooled.kept()] == [entry(n) for n in (1, 2, 98, 99)]
    assert spooled.spool.path.exists()
    (said,) = spooled.said
    assert "is not taken into the ledger" in said
    assert "event 3 was edited after it was written" in said


def test_a_spool_that_cannot_be_made_is_told(desk: Desk, ledger_server: Cluster) -> None:
    ledger_server.stop("immediate")
    desk.folder.write_text("a file where the folder would be")
    with pytest.raises(InvalidFile, match="1 fault") as caught:
        desk.ledger().append(entry(1))
    assert "set XDG_STATE_HOME" in caught.value.hint


def test_news_go_on_as_looks_at_every_interval_until_the_server_is_back(desk: Desk, ledger_server: Cluster) -> None:
    with desk.ledger().news() as wait:
        assert not wait(0.1)
        ledger_server.stop("immediate")
        assert wait(0.1)
        assert wait(0.1)


def killed(work: Callable[[], object], method: str, when: str, place: int) -> None:
    """In a process that is killed before or after the place-th call of a method of PostgresLedger."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_dying, args=(work, method, when, place))
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL


def _dying(work: Callable[[], object], method: str, when: str, place: int) -> None:
    really, calls = getattr(PostgresLedger, method), []

    def counted(self: PostgresLedger, *given: object) -> object:
        calls.append(given)
        if (when, len(calls)) == ("before", place):
            os.kill(os.getpid(), signal.SIGKILL)
        answer = really(self, *given)
        if (when, len(calls)) == ("after", place):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(PostgresLedger, method, counted)
    work()


@pytest.fixture
def window(project: Project, shared: Shared, database: str) -> Project:
    """`test`, which is protected, has a table and one migration; the ledger is shared."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table numbers as select g as n from generate_series(1, 100) as g")
    project.environment("test", database, "protected = true").migration("a1_first", UP)
    return on_server(project, shared("ann"))


def test_a_protected_environment_is_not_changed_without_its_ledger(window: Project, ledger_server: Cluster) -> None:
    ledger_server.stop("immediate")
    window.run("apply", "-n").exits(10)
    outcome = window.run("apply", "--confirm", "test").exits(4)
    assert "test is PROTECTED, and the ledger is out of reach (nothing was changed)" in outcome.err
    assert '--break-glass --reason "SENTENCE"' in outcome.err
    window.run("apply", "-n").exits(10)


def test_an_emergency_goes_on_and_what_was_done_is_in_the_ledger_afterwards(
    window: Project, ledger_server: Cluster
) -> None:
    ledger_server.stop("immediate")
    done = window.run("apply", "--confirm", "test", "--break-glass", "--reason", "the site is down for everybody").ok()
    assert "is out of reach" in done.err
    assert "overridden: ledger: " in done.err
    ledger_server.start()
    shown = window.run("verify", "schema").ok()
    assert "events that had waited in" in shown.err
    kinds = [event["kind"] for event in window.run("ledger", "show", "--last", "99", "--json").ok().data["events"]]
    assert {"glass.broken", "run.started", "change.finished", "run.finished"} <= set(kinds)


def test_a_rollback_is_never_refused_for_the_ledger(window: Project, ledger_server: Cluster) -> None:
    window.run("apply", "--confirm", "test").ok()
    ledger_server.stop("immediate")
    window.run("rollback", "--confirm", "test").ok()


def test_an_environment_without_protection_is_changed_and_the_spool_said(
    window: Project, ledger_server: Cluster
) -> None:
    settings = window.place / "opskit.toml"
    settings.write_text(settings.read_text().replace("protected = true", ""))
    ledger_server.stop("immediate")
    assert "is out of reach" in window.run("apply", "--confirm", "test").ok().err


def test_the_database_of_the_ledger_is_not_changed(project: Project, database: str) -> None:
    """However it got there: by hand, or because the environment was pointed at it later."""
    make(database)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table numbers as select g as n from generate_series(1, 100) as g")
    on_server(project.environment("test", database).migration("a1_first", UP), database)
    outcome = project.run("apply", "--confirm", "test").exits(7)
    assert "the ledger would be in the database of test" in outcome.err
    doctor = " ".join(project.run("doctor").exits(1).out.split())
    assert "the ledger would be in the database of test" in doctor


def test_a_sign_off_is_refused_without_the_ledger_and_the_checklist_says_what_it_cannot_see(
    window: Project, ledger_server: Cluster
) -> None:
    ledger_server.stop("immediate")
    outcome = window.run("checklist", "sign", "review-analysis", *REASON).exits(6)
    assert "nobody else can tell who you are (nothing was recorded)" in outcome.err
    assert "is out of reach" in window.run("checklist").ok().err


def test_verify_has_no_verdict_on_a_ledger_it_cannot_reach(window: Project, ledger_server: Cluster) -> None:
    ledger_server.stop("immediate")
    window.run("ledger", "verify").exits(6)
    assert "is out of reach" in window.run("ledger", "show").ok().err
    assert window.run("ledger", "export").ok().out.strip() == ""
