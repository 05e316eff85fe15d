"""`opskit ledger init` and `migrate`: a ledger made where [ledger] says, and a file's events carried on in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count

import psycopg
import pytest
from fixtures.program import Project
from fixtures.shared_ledger import admin, entry, kept, on_server

from opskit.core.ledger import faults
from opskit.scratch.cluster import Cluster
from opskit.store.postgres_ledger import PostgresLedger
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import replace

Shared = Callable[[str], str]
_numbers = count(1)
FINGERPRINT = """
select pg_catalog.string_agg(p.prosrc || coalesce(p.proacl::text, ''), ',' order by p.oid)
    || (select pg_catalog.string_agg(relname || coalesce(relacl::text, ''), ',' order by relname) from pg_class
        where relnamespace = 'opskit_ledger'::regnamespace)
    || (select nspacl::text from pg_namespace where nspname = 'opskit_ledger')
from pg_proc as p where p.pronamespace = 'opskit_ledger'::regnamespace
"""


@pytest.fixture
def bare(ledger_server: Cluster) -> Iterator[str]:
    """A new database without a ledger."""
    name = f"bare_{next(_numbers)}"
    admin(ledger_server.conninfo(), f"create database {name}")
    yield ledger_server.conninfo(name)
    admin(ledger_server.conninfo(), f"drop database {name} with (force)")


def fingerprint(conninfo: str) -> str:
    with psycopg.connect(conninfo) as connection:
        (text,) = connection.execute(FINGERPRINT).fetchone() or ("",)
        return str(text)


@pytest.fixture
def window(project: Project, bare: str, database: str) -> Project:
    return on_server(project.environment("test", database), bare)


def test_init_shows_what_it_would_create_and_creates_it_once_it_is_confirmed(window: Project, bare: str) -> None:
    shown = window.run("ledger", "init", "-n", "--json").exits(10)
    with psycopg.connect(bare) as connection:
        assert connection.execute("select to_regnamespace('opskit_ledger')").fetchone() == (None,)
    assert window.run("ledger", "init").exits(10).out == window.run("ledger", "init", "-n").exits(10).out
    done = window.run("ledger", "init", "--confirm", "ledger", "--json").ok()
    assert (shown.document["changed"], done.document["changed"]) == (False, True)
    assert done.data["parts"] == shown.data["parts"]
    assert window.run("ledger", "init", "-n").ok().out.startswith("OK")


def test_a_second_init_finds_nothing_to_do(window: Project, bare: str) -> None:
    window.run("ledger", "init", "--confirm", "ledger").ok()
    before = fingerprint(bare)
    assert not window.run("ledger", "init", "--confirm", "ledger", "--json").ok().document["changed"]
    assert fingerprint(bare) == before


@pytest.mark.parametrize(
    "damage",
    [
        "create or replace function opskit_ledger.append(given text, origin text) returns opskit_ledger.event"
        " language sql as 'select null::opskit_ledger.event'",
        "drop trigger append_only on opskit_ledger.event",
        "alter table opskit_ledger.event disable trigger append_only",
        "alter table opskit_ledger.event enable trigger append_only",
        "grant execute on function opskit_ledger.append(text, text) to public",
        "revoke execute on function opskit_ledger.append(text, text) from opskit_ledger_writer",
        "revoke select on opskit_ledger.event from opskit_ledger_reader",
        "revoke usage on schema opskit_ledger from opskit_ledger_writer",
        "drop index opskit_ledger.event_newest",
        "drop function opskit_ledger.append(text, text)",
    ],
)
def test_what_was_taken_out_of_it_is_put_back(window: Project, bare: str, damage: str) -> None:
    window.run("ledger", "init", "--confirm", "ledger").ok()
    admin(bare, damage)
    window.run("ledger", "init", "-n").exits(10)
    window.run("ledger", "init", "--confirm", "ledger").ok()
    window.run("ledger", "init", "-n").ok()
    PostgresLedger(kept(bare)).append(entry(1))
    with pytest.raises(psycopg.Error, match="append-only"):
        admin(bare, "delete from opskit_ledger.event")


def test_another_name_confirms_nothing(window: Project) -> None:
    outcome = window.run("ledger", "init", "--confirm", "test").exits(2)
    assert "--confirm test does not name ledger (nothing was changed)" in outcome.err


def test_a_database_that_cannot_hold_every_character_is_refused(
    window: Project, bare: str, ledger_server: Cluster
) -> None:
    admin(ledger_server.conninfo(), "create database latin encoding 'LATIN1' locale 'C' template template0")
    on_latin = ledger_server.conninfo("latin")
    settings = window.place / "opskit.toml"
    settings.write_text(settings.read_text().replace(bare, on_latin))
    try:
        outcome = window.run("ledger", "init", "--confirm", "ledger").exits(4)
        assert "the database is encoded in LATIN1: a ledger needs one in UTF8" in outcome.err
    finally:
        admin(ledger_server.conninfo(), "drop database latin with (force)")


def test_the_database_of_an_environment_is_refused(project: Project, database: str) -> None:
    on_server(project.environment("test", database), database)
    for words in (["-n"], ["--confirm", "ledger"]):
        outcome = project.run("ledger", "init", *words).exits(7)
        assert (
            "the ledger would be in the database of test: restoring that would rewind the record of it" in outcome.err
        )
        assert "another database" in outcome.err
    with psycopg.connect(database) as connection:
        assert connection.execute("select to_regnamespace('opskit_ledger')").fetchone() == (None,)


def test_an_environment_that_cannot_be_reached_is_said_not_to_be_compared(project: Project, bare: str) -> None:
    on_server(project.environment("far", "host=127.0.0.1 port=1 dbname=x connect_timeout=2"), bare)
    assert "far was not compared with the ledger's database" in project.run("ledger", "init", "-n").exits(10).err


def test_a_ledger_that_is_a_file_is_not_made_by_init(project: Project) -> None:
    project.environment("test", "service=nowhere")
    for words in (["init", "-n"], ["migrate", "-n"]):
        outcome = project.run("ledger", *words).exits(4)
        assert "the ledger is a file, which makes itself (nothing was changed)" in outcome.err
        assert '[ledger] service = "…" in opskit.toml' in outcome.err


def test_a_ledger_that_was_not_made_yet_is_told_with_its_remedy(window: Project) -> None:
    for words in (["show"], ["verify"], ["export"]):
        outcome = window.run("ledger", *words).exits(4)
        assert "the ledger is not made yet (nothing was recorded)" in outcome.err
        assert "next: opskit ledger init -n" in outcome.err


@pytest.fixture
def old(window: Project) -> SqliteLedger:
    window.run("ledger", "init", "--confirm", "ledger").ok()
    ledger = SqliteLedger(window.place / "old.sqlite")
    for number in range(1, 8):
        ledger.append(entry(number))
    return ledger


def test_a_file_is_carried_on_event_by_event_and_stays(window: Project, bare: str, old: SqliteLedger) -> None:
    shown = window.run("ledger", "migrate", "--from", "old.sqlite", "-n").exits(10)
    assert "7 events would be copied" in shown.out
    assert PostgresLedger(kept(bare)).events() == []
    bytes_before = old.path.read_bytes()
    done = window.run("ledger", "migrate", "--from", "old.sqlite", "--confirm", "ledger").ok()
    assert str(old.path.name) in done.out
    assert "stays as it is" in done.out
    assert old.path.read_bytes() == bytes_before
    moved = PostgresLedger(kept(bare))
    assert list(moved.events()) == list(old.events())
    made = moved.append(entry(8))
    assert (made.seq, made.prev, made.login) == (8, old.events()[-1].hash, "postgres")
    assert faults(moved.events()) == []
    window.run("ledger", "verify", "--head", old.events()[-1].hash).ok()


def test_a_ledger_that_has_events_takes_no_file_in(window: Project, bare: str, old: SqliteLedger) -> None:
    PostgresLedger(kept(bare)).append(entry(1))
    outcome = window.run("ledger", "migrate", "--from", "old.sqlite", "--confirm", "ledger").exits(4)
    assert "has 1 events already (nothing was changed)" in outcome.err
    assert len(PostgresLedger(kept(bare)).events()) == 1


def test_a_broken_chain_and_an_empty_file_are_not_carried_on(window: Project, old: SqliteLedger) -> None:
    with closing(sqlite3.connect(old.path, isolation_level=None)) as db:
        db.execute("drop trigger event_no_update")
        db.execute("update event set operator = 'x' where seq = 3")
    outcome = window.run("ledger", "migrate", "--from", "old.sqlite", "-n").exits(1)
    assert "event 3 was edited after it was written" in outcome.err
    assert "none.sqlite holds no event" in window.run("ledger", "migrate", "--from", "none.sqlite", "-n").exits(2).err


def test_a_writer_may_append_and_not_carry_a_file_on(
    window: Project, bare: str, old: SqliteLedger, shared: Shared
) -> None:
    settings = window.place / "opskit.toml"
    settings.write_text(settings.read_text().replace(bare, shared("ann")))
    outcome = window.run("ledger", "migrate", "--from", "old.sqlite", "--confirm", "ledger").exits(6)
    assert "refused it (nothing was recorded)" in outcome.err
    assert list(PostgresLedger(kept(shared("ann"))).events()) == []


def test_the_commands_of_the_ledger_read_it_where_it_is(window: Project, bare: str, old: SqliteLedger) -> None:
    window.run("ledger", "migrate", "--from", "old.sqlite", "--confirm", "ledger").ok()
    appended = PostgresLedger(kept(bare)).append(replace(entry(8), run="mine"))
    assert [e["seq"] for e in window.run("ledger", "show", "--last", "2", "--json").ok().data["events"]] == [7, 8]
    assert [e["login"] for e in window.run("ledger", "show", "--run", "mine", "--json").ok().data["events"]] == [
        "postgres"
    ]
    assert len(window.run("ledger", "export").ok().out.splitlines()) == 8
    assert window.run("ledger", "verify", "--json").ok().data == {
        "place": bare, "events": 8, "head": appended.hash, "faults": [],
    }  # fmt: skip
    admin(bare, "alter table opskit_ledger.event disable trigger append_only")
    admin(bare, "delete from opskit_ledger.event where seq = 8")
    window.run("ledger", "verify").ok()
    window.run("ledger", "verify", "--head", appended.hash).exits(1)


@pytest.mark.parametrize(
    "words", [["ledger", "show"], ["ledger", "init", "-n"], ["ledger", "migrate", "-n"], ["checklist"], ["doctor"]]
)
def test_a_password_in_the_connection_string_is_refused_and_not_repeated(project: Project, words: list[str]) -> None:
    on_server(project.environment("test", "service=nowhere"), "host=127.0.0.1 port=1 dbname=x password=hunter2")
    outcome = project.run(*words).exits(2)
    assert "the connection string holds a password" in outcome.err
    assert "hunter2" not in outcome.out + outcome.err
    assert "hunter2" not in project.run("config", "show").ok().out
