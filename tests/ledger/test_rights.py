"""Who may do what to a shared ledger, and what shows when somebody did more."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from fixtures.shared_ledger import READER, STRANGER, admin, entry, kept

from opskit.core.ledger import faults, head
from opskit.errors import NotPermitted
from opskit.store.postgres_ledger import PostgresLedger

Shared = Callable[[str], str]
EDITS = [
    "insert into opskit_ledger.event (seq, entry, login, prev, hash) values (9, '[]', 'x', 'y', 'z')",
    "update opskit_ledger.event set login = 'bob'",
    "delete from opskit_ledger.event",
    "truncate opskit_ledger.event",
    "alter table opskit_ledger.event disable trigger append_only",
    "create table opskit_ledger.mine (i integer)",
]


@pytest.fixture
def five(trail: PostgresLedger) -> PostgresLedger:
    for number in range(1, 6):
        trail.append(entry(number))
    return trail


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("login", ["ann", READER, STRANGER])
def test_no_operator_can_do_more_than_append(five: PostgresLedger, shared: Shared, login: str, edit: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        admin(shared(login), edit)
    assert faults(five.events()) == []


def test_a_reader_reads_and_cannot_append(five: PostgresLedger, shared: Shared) -> None:
    reader = PostgresLedger(kept(shared(READER)))
    assert len(reader.events()) == 5
    with pytest.raises(NotPermitted) as caught:
        reader.append(entry(6))
    assert caught.value.hint == f"as its owner: grant opskit_ledger_writer to {READER}"


def test_whoever_was_not_let_in_neither_reads_nor_appends(five: PostgresLedger, shared: Shared) -> None:
    stranger = PostgresLedger(kept(shared(STRANGER)))
    for use in (stranger.events, lambda: stranger.append(entry(6))):
        with pytest.raises(NotPermitted, match="the ledger ops-ledger refused it"):
            use()


def test_nobody_writes_under_the_name_of_another(shared: Shared) -> None:
    """Taking on a role is no new login."""
    with psycopg.connect(shared("postgres"), autocommit=True) as connection:
        connection.execute("set role ann")
        connection.execute("select opskit_ledger.append(%s, '')", ['["a","r","k","e","ann@host",{}]'])
    (event,) = PostgresLedger(kept(shared("ann"))).events()
    assert (event.login, event.entry.operator) == ("postgres", "ann@host")


@pytest.mark.parametrize("edit", EDITS[1:4])
@pytest.mark.parametrize("before", ["select 1", "set session_replication_role = replica"])
def test_even_a_superuser_has_to_remove_the_guard_first(
    five: PostgresLedger, shared: Shared, before: str, edit: str
) -> None:
    with pytest.raises(psycopg.Error, match="append-only"):
        admin(shared("postgres"), before, edit)
    assert len(five.events()) == 5


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        pytest.param(
            "update opskit_ledger.event set entry = replace(entry::text, 'event 3', 'event x')::json where seq = 3",
            "event 3 was edited after it was written",
            id="a body edited",
        ),
        pytest.param(
            "update opskit_ledger.event set login = 'bob' where seq = 5",
            "event 5 was edited after it was written",
            id="the last one given to another login",
        ),
        pytest.param(
            "update opskit_ledger.event set login = '' where seq = 2",
            "event 2 was edited after it was written",
            id="a login taken away",
        ),
        pytest.param("delete from opskit_ledger.event where seq = 3", "event 3 is missing (next is 4)", id="deleted"),
        pytest.param(
            "update opskit_ledger.event set seq = 102 where seq = 2;"
            "update opskit_ledger.event set seq = 2 where seq = 3;"
            "update opskit_ledger.event set seq = 3 where seq = 102",
            "event 2 does not follow the one before it",
            id="reordered",
        ),
        pytest.param(
            "delete from opskit_ledger.event where seq = 3; update opskit_ledger.event set seq = 3 where seq = 4;"
            "update opskit_ledger.event set seq = 4 where seq = 5",
            "event 3 was edited after it was written",
            id="deleted and the numbers closed up",
        ),
    ],
)
def test_what_a_superuser_did_to_it_shows(five: PostgresLedger, shared: Shared, statement: str, fault: str) -> None:
    admin(shared("postgres"), "alter table opskit_ledger.event disable trigger append_only", *statement.split(";"))
    assert fault in faults(five.events())


def test_columns_follow_the_sealed_text_so_that_neither_can_lie_alone(five: PostgresLedger, shared: Shared) -> None:
    admin(shared("postgres"), "alter table opskit_ledger.event disable trigger append_only")
    with pytest.raises(psycopg.errors.GeneratedAlways):
        admin(shared("postgres"), "update opskit_ledger.event set environment = 'other'")


def test_a_tail_that_was_cut_off_shows_only_by_the_head(five: PostgresLedger, shared: Shared) -> None:
    before = head(five.events())
    admin(
        shared("postgres"),
        "alter table opskit_ledger.event disable trigger append_only",
        "delete from opskit_ledger.event where seq > 3",
    )
    assert faults(five.events()) == []
    assert before not in {event.hash for event in five.events()}
