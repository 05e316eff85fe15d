"""The audit trail: what a chain of hashes shows, and what two writers do to it."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opskit.core.ledger import GENESIS, Entry, Event, canonical, faults, head, parsed, seal
from opskit.errors import InvalidFile
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import replace

EACH = 40
TEXTS = st.text(st.characters(codec=None))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(SCALARS, lambda each: st.lists(each) | st.dictionaries(TEXTS, each), max_leaves=5)


def entry(number: int) -> Entry:
    body = {"text": f'event {number} ünïcode "quoted"', "seconds": 0.1 * number, "nested": {"b": [1, None], "a": True}}
    return Entry(f"2026-01-06T22:00:{number:02d}Z", f"run-{number % 3}", "note", "staging", "dba@host", body)


@pytest.fixture
def ledger(tmp_path: Path) -> SqliteLedger:
    ledger = SqliteLedger(tmp_path / "state" / "ledger.sqlite")
    for number in range(1, 6):
        ledger.append(entry(number))
    return ledger


def tamper(ledger: SqliteLedger, *statements: str) -> None:
    """As somebody would who knows SQLite: the guards first."""
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as db:
        for statement in ("drop trigger event_no_update", "drop trigger event_no_delete", *statements):
            db.execute(statement)


def test_events_come_back_as_they_were_appended(ledger: SqliteLedger) -> None:
    events = ledger.events()
    assert [event.entry for event in events] == [entry(number) for number in range(1, 6)]
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert faults(events) == []


def test_the_head_is_the_seal_of_the_last_event(ledger: SqliteLedger) -> None:
    events = ledger.events()
    assert head(events) == seal(5, entry(5), events[3].hash).hash
    assert head([]) == GENESIS


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        pytest.param(
            "update event set body = replace(body, 'event 3', 'event x') where seq = 3",
            "event 3 was edited after it was written",
            id="a body edited",
        ),
        pytest.param(
            "update event set operator = 'nobody@host' where seq = 5",
            "event 5 was edited after it was written",
            id="the last one given to somebody else",
        ),
        pytest.param(
            "update event set at = '2026-01-07T22:00:02Z' where seq = 2",
            "event 2 was edited after it was written",
            id="a time moved",
        ),
        pytest.param("delete from event where seq = 3", "event 3 is missing (next is 4)", id="one deleted"),
        pytest.param("delete from event where seq = 1", "event 1 is missing (next is 2)", id="the first one deleted"),
        pytest.param(
            "update event set seq = case seq when 2 then 102 else 103 end where seq in (2, 3);"
            "update event set seq = case seq when 102 then 3 else 2 end where seq > 100",
            "event 2 does not follow the one before it",
            id="two reordered",
        ),
        pytest.param(
            "delete from event where seq = 3; update event set seq = seq - 1 where seq > 3",
            "event 3 was edited after it was written",
            id="one deleted and the numbers closed up",
        ),
    ],
)
def test_tampering_shows(ledger: SqliteLedger, statement: str, fault: str) -> None:
    tamper(ledger, *statement.split(";"))
    assert fault in faults(ledger.events())


def test_an_edit_that_is_sealed_again_breaks_the_link_after_it(ledger: SqliteLedger) -> None:
    events = list(ledger.events())
    forged = seal(3, replace(events[2].entry, operator="nobody@host"), events[2].prev)
    assert faults([*events[:2], forged, *events[3:]]) == ["event 4 does not follow the one before it"]


def test_a_cut_off_tail_shows_only_by_the_head(ledger: SqliteLedger) -> None:
    before = head(ledger.events())
    tamper(ledger, "delete from event where seq > 3")
    assert faults(ledger.events()) == []
    assert before not in {event.hash for event in ledger.events()}


def test_the_store_refuses_to_edit_and_to_delete(ledger: SqliteLedger) -> None:
    with closing(sqlite3.connect(ledger.path)) as db:
        for statement in ("update event set run = 'x'", "delete from event"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(statement)


def test_reading_a_ledger_that_is_not_there_makes_no_file(tmp_path: Path) -> None:
    assert SqliteLedger(tmp_path / "state" / "ledger.sqlite").events() == ()
    assert list(tmp_path.iterdir()) == []


def test_reading_leaves_the_file_as_it_is(ledger: SqliteLedger) -> None:
    before = ledger.path.read_bytes()
    ledger.events()
    assert ledger.path.read_bytes() == before
    assert list(ledger.path.parent.iterdir()) == [ledger.path]


def test_a_file_that_is_no_ledger_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_text("not a database, but long enough to be taken for one " * 50)
    for use in (lambda: SqliteLedger(path).events(), lambda: SqliteLedger(path).append(entry(1))):
        with pytest.raises(InvalidFile, match=str(path)):
            use()


def test_two_processes_that_append_at_once_make_one_chain(tmp_path: Path) -> None:
    """Whether they really come between each other is the scheduler's choice: a few rounds see to it."""
    assert any(interleaved(appended_by_two(tmp_path / f"{place}.sqlite")) for place in range(6))


def test_two_processes_that_make_the_ledger_at_one_instant_lose_no_event(tmp_path: Path) -> None:
    for place in range(8):
        path = tmp_path / f"{place}.sqlite"
        together([lambda path=path: append_many(path, 1, 1), lambda path=path: append_many(path, 2, 1)])  # type: ignore[misc]
        assert (len(SqliteLedger(path).events()), faults(SqliteLedger(path).events())) == (2, [])


def appended_by_two(path: Path) -> Sequence[Event]:
    SqliteLedger(path).append(entry(1))
    together([lambda: append_many(path, 1), lambda: append_many(path, 2)])
    events = SqliteLedger(path).events()
    assert len(events) == 1 + 2 * EACH
    assert faults(events) == []
    assert {event.entry.run for event in events[1:]} == {"writer-1", "writer-2"}
    return events[1:]


def append_many(path: Path, writer: int, count: int = EACH) -> None:
    for number in range(count):
        SqliteLedger(path).append(replace(entry(number % 60), run=f"writer-{writer}"))


def together(works: Sequence[Callable[[], None]]) -> None:
    """Each in a process of its own, begun at the same instant."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(len(works))

    def one(work: Callable[[], None]) -> None:
        gate.wait(60)
        work()

    processes = [context.Process(target=one, args=(work,)) for work in works]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(works)


def interleaved(events: Sequence[Event]) -> bool:
    """Whether the writers really met: neither came wholly before the other."""
    runs = [event.entry.run for event in events]
    return len([1 for one, other in pairwise(runs) if one != other]) > 1


def read_by_json(text: str) -> Entry:
    at, run, kind, environment, operator, body = json.loads(text)
    return Entry(at, run, kind, environment, operator, body)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_what_was_written_is_read_as_it_was_whatever_it_holds(body: dict[str, Any]) -> None:
    """Byte by byte, or `ledger verify` would call it edited."""
    text = canonical(Entry("2026-01-06T22:05:01Z", "r", "k", "test", "ann@desk", body))
    assert repr(parsed(text)) == repr(read_by_json(text))
    assert canonical(parsed(text)) == text


@given(st.text() | st.sampled_from(["[]", "{}", "null", '["","","","","",[]]', '["","","","",5,{}]', '["a","b"]']))
def test_what_is_no_event_any_more_is_read_so_that_it_can_be_told(text: str) -> None:
    assert parsed(text).body in ({"unreadable": text}, {})
