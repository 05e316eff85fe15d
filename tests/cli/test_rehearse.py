"""`opskit rehearse`: the way back is tried on a copy, the copy goes, and the target is only read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from fixtures.checklist import look, remember
from fixtures.program import Outcome, Project
from fixtures.server import Connect, new_database

from opskit.pg import scratch_database
from opskit.scratch.cluster import Cluster
from opskit.store.sqlite_ledger import SqliteLedger

On = Callable[[str], Project]
SCHEMA = """
create table parent (id integer primary key, name varchar(20) check (name in ('a', 'b')));
create table child (
    id bigint generated always as identity primary key,
    parent integer references parent,
    doubled integer generated always as (parent * 2) stored
);
create index child_parent on child (parent);
create materialized view families as select parent, count(*) from child group by parent;
insert into parent select n, 'a' from generate_series(1, 3000) as n;
insert into child (parent) select 3001 - n from generate_series(1, 2000) as n;
refresh materialized view families;
"""


@pytest.fixture
def shop(on: On, database: str, connect: Connect) -> Project:
    with connect(database) as admin:
        admin.execute(SCHEMA)
    return on(database)


def rehearsed(project: Project, *words: str, code: int = 0) -> Outcome:
    return project.run("rehearse", *words, "--json").exits(code)


def databases(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute("select datname from pg_database where starts_with(datname, 'opskit_rehearsal')")
    return [row[0] for row in found]


def test_a_way_back_is_proven_and_timed_on_a_copy_with_sound_rows(
    shop: Project, database: str, connect: Connect
) -> None:
    """The first thousand children refer to the last thousand parents: those come with them."""
    shop.migration("r1_t", "create table t (a integer)")
    shop.migration("r2_fk", "alter table child add constraint again foreign key (parent) references parent")
    data = rehearsed(shop).data
    assert data["verdict"] == "pass"
    assert [(each["revision"], each["verdict"]) for each in data["migrations"]] == [("r1", "pass"), ("r2", "pass")]
    first = data["migrations"][0]
    assert min(first["apply_s"], first["rollback_s"], first["again_s"]) > 0
    assert {each["way"] for each in first["statements"]} == {"apply", "rollback", "again"}
    assert 0 < first["expected"]["high"] < 10
    assert (data["copy"]["differs"], data["copy"]["notes"], data["copy"]["rows"]) == ([], [], 3000)
    assert databases(connect(database)) == []
    kinds = {event.entry.kind for event in SqliteLedger(shop.ledger).events()}
    assert {"rehearsal.started", "rehearsal.change.finished", "rehearsal.finished"} <= kinds
    assert not {"change.finished", "run.finished"} & kinds  # nobody takes it for a run on the target


@pytest.mark.pg(">= 15")
def test_the_target_is_only_read(shop: Project, database: str, connect: Connect) -> None:
    shop.migration(
        "r1_t", "create table t (a integer); update parent set name = 'b'", "update parent set name = 'a'; drop table t"
    )
    admin = connect(database)
    alone = "select count(*) = 1 from pg_stat_activity where datname = current_database() and usename is not null"
    end = time.monotonic() + 60
    while admin.execute(alone).fetchone() != (True,):  # rows are counted when the session ends that made them
        assert time.monotonic() < end
        time.sleep(0.05)
    query = """
    select (select count(*) from parent where name = 'a'), to_regclass('t'), to_regnamespace('opskit'),
      (select sum(n_tup_ins + n_tup_upd + n_tup_del)::integer from pg_stat_user_tables),
      (select count(*)::integer from pg_class), pg_stat_force_next_flush()::text
    """
    before = admin.execute(query).fetchone()
    fingerprint = shop.run("plan", "--json").data["fingerprint"]
    found = rehearsed(shop).data["fingerprint"]
    assert admin.execute(query).fetchone() == before
    assert found == fingerprint == shop.run("plan", "--json").data["fingerprint"]


def test_a_down_file_that_leads_elsewhere_is_a_fail_and_names_the_object(shop: Project) -> None:
    shop.migration("r1_two", "create table t (a integer); create index child_id on child (id, parent)", "drop table t")
    outcome = rehearsed(shop, code=1)
    assert outcome.document["changed"] is False
    (found,) = outcome.data["migrations"]
    assert found["differs"] == [{"kind": "index", "name": "public.child_id", "change": "added"}]
    assert "index public.child_id is added" in outcome.data["reason"]


def test_what_has_no_way_back_is_named_and_the_next_is_tried_all_the_same(shop: Project) -> None:
    shop.migration("r1_data", "insert into parent values (9999, 'a')").migration("r2_t", "create table t (a integer)")
    first, second = rehearsed(shop, code=3).data["migrations"]
    assert first["verdict"] == "inconclusive"
    assert "no way back" in first["reason"]
    assert "down.sql" in first["reason"]
    assert second["verdict"] == "pass"


def test_a_way_back_that_loses_old_rows_is_no_proof(shop: Project) -> None:
    shop.migration("r1_i", "create index parent_name on parent (name)", "drop index parent_name; delete from child")
    (found,) = rehearsed(shop, code=3).data["migrations"]
    assert (found["loss"], found["differs"], found["verdict"]) == ("old data", [], "inconclusive")
    assert "loses rows that were there before" in found["reason"]


def test_a_way_back_that_leaves_rows_otherwise_is_a_fail_though_the_schema_is_as_before(shop: Project) -> None:
    shop.migration("r1_name", "update parent set name = 'b' where id < 4", "update parent set name = 'a' where id < 3")
    shop.migration("r2_name", "update parent set name = 'b' where id < 4", "update parent set name = 'a' where id < 4")
    first, second = rehearsed(shop, code=1).data["migrations"]
    assert (first["differs"], first["verdict"]) == ([], "fail")
    assert first["reason"] == "rows are not as before after the rollback: public.parent (other values)"
    assert second["verdict"] == "fail"  # the third name is b before it, and a after its way back
    shop.migration("r3_rows", "insert into parent values (9999, 'a')", "delete from parent where id = 9999")
    third = rehearsed(shop, code=1).data["migrations"][2]
    assert third["verdict"] == "inconclusive"  # it deletes from a table that was there: who knows of the other rows
    assert "of this copy none" in third["reason"]


def test_a_half_applied_migration_is_not_rehearsed(shop: Project) -> None:
    shop.migration("r1_half", "create table t (a integer); insert into t values (1 / 0)")
    shop.run("apply", "--confirm", "test").exits(8)
    refused = shop.run("rehearse").exits(4)
    assert "r1 is half applied on test (nothing was changed)" in refused.err
    assert "opskit apply, or opskit rollback" in refused.err


def test_a_full_copy_for_which_there_is_no_room_is_not_begun(
    shop: Project, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.app.rehearsal_copy.ROOM", 1e9)
    shop.migration("r1_t", "create table t (a integer)")
    refused = shop.run("rehearse", "--copy", "full").exits(4)
    assert "has no room for a full copy (nothing was changed)" in refused.err
    assert databases(connect(database)) == []


def test_what_cannot_be_applied_to_the_copy_is_inconclusive_and_ends_the_rehearsal(shop: Project) -> None:
    shop.migration("r1_bad", "insert into parent values (1 / 0, 'a')", "select 1")
    shop.migration("r2_t", "create table t (a integer)")
    first, second = rehearsed(shop, code=3).data["migrations"]
    assert "division by zero" in first["reason"]
    assert second["reason"] == "not tried, because of r1 before it"


def test_only_what_is_pending_is_rehearsed_and_counts_for_these_migrations_and_for_seven_days(shop: Project) -> None:
    shop.migration("r1_t", "create table t (a integer)").run("apply", "--confirm", "test").ok()
    assert "nothing to rehearse" in shop.run("rehearse").ok().out
    assert look(shop, "document-rollback")["next"] == "opskit rehearse -e test"
    shop.migration("r2_u", "create table u (a integer)")
    page = shop.run("rehearse", "--to", "r2").ok().out
    assert "rollback rehearsed" in page
    assert "r1" not in page
    found = look(shop, "document-rollback")
    assert (found["status"], found["text"]) == ("pending", "not signed yet")
    assert "fingerprint equal" in str(found["evidence"])
    assert "proven, on a copy" in str([each["outcome"] for each in shop.run("report", "--json").data["runs"]])
    shop.migration("r3_v", "create table v (a integer)")
    assert "but without r3" in look(shop, "document-rollback")["text"]
    shop.migration("r2_u", "create table u (a bigint)")
    assert "edited or taken away: r2" in look(shop, "document-rollback")["text"]


@pytest.mark.parametrize(
    ("body", "days", "status"),
    [
        ({"outcome": "proven", "verified": True, "seconds": 1}, 6, "pending"),
        ({"outcome": "proven", "verified": True, "seconds": 1}, 8, "inconclusive"),
        ({"outcome": "proven", "verified": True, "seconds": 301}, 1, "fail"),
        ({"outcome": "differs", "verified": False, "seconds": 1}, 1, "fail"),
        ({"outcome": "inconclusive", "verified": False, "seconds": None}, 1, "inconclusive"),
        ({"outcome": "failed", "verified": False}, 1, "inconclusive"),
    ],
)
def test_a_rehearsal_counts_when_it_was_proven_quick_and_young(
    shop: Project, body: dict[str, Any], days: int, status: str
) -> None:
    remember(shop, "rehearsal.finished", timedelta(days=days), subject="rehearsal", migrations=[], **body)
    assert look(shop, "document-rollback")["status"] == status


@pytest.mark.parametrize("busy", [False, True], ids=["as a template", "by a dump"])
def test_a_full_copy_has_every_row(on: On, cluster: Cluster, connect: Connect, busy: bool) -> None:
    with new_database(cluster) as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as admin:
            admin.execute(SCHEMA)
            project = on(conninfo).migration("r1_rows", "create table seen as select count(*) as n from child")
            if not busy:
                admin.close()
            data = rehearsed(project, "--copy", "full").data
        assert data["copy"]["by"] == ("pg_dump | pg_restore" if busy else "template")
        assert data["copy"]["differs"] == []


def test_it_can_be_done_on_the_server_of_another_environment(shop: Project, database: str, connect: Connect) -> None:
    shop.environment("other", database).migration("r1_t", "create table t ()")
    assert rehearsed(shop, "-e", "test", "--on", "other").data["copy"]["where"] == "other"
    assert databases(connect(database)) == []


@pytest.mark.pg(">= 18")
def test_it_can_be_done_on_a_server_of_its_own(shop: Project) -> None:
    shop.migration("r1_t", "create table t (a integer)")
    assert rehearsed(shop, "--on", "embedded").data["copy"]["where"] == "embedded"


@pytest.fixture
def poor(shop: Project, database: str, connect: Connect) -> Iterator[Project]:
    """The same project, for a login that may not create databases."""
    admin = connect(database)
    admin.execute("create role poor login")
    admin.execute("grant select on all tables in schema public to poor")
    yield shop.environment("poor", f"{database} user=poor").migration("r1_t", "create table t (a integer)")
    admin.execute("drop owned by poor")
    admin.execute("drop role poor")


def test_a_login_that_may_not_create_databases_is_told_what_to_type(poor: Project) -> None:
    outcome = poor.run("rehearse", "-e", "poor").exits(6)
    assert "alter role poor createdb" in outcome.err
    assert "nothing was changed" in outcome.err


def test_a_login_that_may_create_databases_and_read_needs_no_more(
    poor: Project, database: str, connect: Connect
) -> None:
    connect(database).execute("alter role poor createdb")
    assert rehearsed(poor, "-e", "poor").data["copy"]["differs"] == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit(143)], ids=["Ctrl-C", "SIGTERM"])
def test_the_copy_goes_when_it_is_interrupted(
    shop: Project, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    admin = connect(database)
    seen = []

    def interrupted(*_: object) -> None:
        seen.extend(databases(admin))
        raise error

    monkeypatch.setattr("opskit.app.rehearse.rehearse_one", interrupted)
    shop.migration("r1_t", "create table t (a integer)")
    try:
        assert shop.run("rehearse").code == 130
    except SystemExit as end:
        assert end.code == 143
    assert len(seen) == 1
    assert databases(admin) == []


def test_what_a_killed_one_left_is_dropped_and_what_is_in_use_or_not_marked_is_not(
    shop: Project, database: str, connect: Connect
) -> None:
    admin = connect(database)
    names = [f"{scratch_database.PREFIX}{name}" for name in ("dead", "alive", "strange")]
    try:
        for name in names:
            admin.execute(
                f"create database {name} strategy file_copy"
                if admin.info.server_version >= 150000
                else f"create database {name}"
            )
        for name in names[:2]:
            admin.execute(f"comment on database {name} is '{scratch_database.MARK}'")
        connect(database, dbname=names[1])
        outcome = shop.migration("r1_t", "create table t (a integer)").run("rehearse").ok()
        assert f"database {names[0]} was left by an earlier rehearsal" in outcome.err
        assert "alive" not in outcome.err
        assert sorted(databases(admin)) == sorted(names[1:])
    finally:
        for name in names:
            admin.execute(f"drop database if exists {name} with (force)")


def test_without_pg_dump_it_says_what_to_install(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opskit.scratch.programs._folders", lambda: iter(()))
    outcome = shop.migration("r1_t", "create table t (a integer)").run("rehearse").exits(2)
    assert "pip install 'opskit[demo]'" in outcome.err
