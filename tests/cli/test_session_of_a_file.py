"""What a migration file says of its session: settings it makes, and what it puts between BEGIN and COMMIT."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
APPLY = ("apply", "--confirm", "test")


@pytest.fixture
def tables(database: str, connect: Connect) -> Callable[[str], list[tuple[object, ...]]]:
    admin = connect(database)
    admin.execute("create schema app; create table app.t (a integer, b integer); create table app.log (a integer)")
    admin.execute("insert into app.t select n, n from generate_series(1, 5) as n")
    return lambda query: admin.execute(query).fetchall()


def test_what_stands_between_begin_and_commit_is_one_transaction(
    on: On, database: str, tables: Callable[[str], list[tuple[object, ...]]]
) -> None:
    up = "begin; insert into app.log select a from app.t; delete from app.t; insert into app.log values (1/0); commit"
    project = on(database).migration("r1_move", up)
    assert "division by zero" in project.run(*APPLY).exits(8).err
    assert tables("select count(*) from app.t") == [(5,)]
    project.migration("r1_move", up.replace("1/0", "1")).run(*APPLY).exits(7)  # it was edited after it was begun


def test_a_transaction_that_is_whole_goes_in_at_once(
    on: On, database: str, tables: Callable[[str], list[tuple[object, ...]]]
) -> None:
    up = "begin; insert into app.log select a from app.t; delete from app.t; commit"
    on(database).migration("r1_move", up).run(*APPLY).ok()
    assert tables("select (select count(*) from app.t), (select count(*) from app.log)") == [(0, 5)]
    assert tables("select count(distinct xmin::text) from opskit.statement") == [(1,)]


def test_what_cannot_be_in_such_a_transaction_is_refused_and_says_what_to_do(
    on: On, database: str, tables: Callable[[str], list[tuple[object, ...]]]
) -> None:
    up = "begin;\ncreate index t_a on app.t (a);\ncommit"
    refused = on(database).migration("r1_i", up).run(*APPLY).exits(4)
    assert "cannot be part of a transaction; it stands behind BEGIN in line 1" in refused.err
    assert tables("select to_regclass('app.t_a')") == [(None,)]


@pytest.mark.parametrize(
    ("up", "says"),
    [
        ("begin; select 1", "BEGIN without COMMIT"),
        ("select 1; commit", "COMMIT without BEGIN"),
        ("begin; begin; commit", "BEGIN inside a transaction"),
        ("begin; savepoint a; commit", "SAVEPOINT is not carried out by opskit"),
        ("begin; rollback", "ROLLBACK is not carried out by opskit"),
    ],
)
def test_a_transaction_that_cannot_be_understood_is_a_fault_of_the_file(
    on: On, database: str, up: str, says: str
) -> None:
    assert says in on(database).migration("r1_x", up).run("plan").exits(7).err


SEARCHING = """
set search_path = app;
create index t_a on t (a);
alter table t add column c integer not null default 0;
create table fresh (a integer);
reset search_path;
create table other (a integer);
"""


def test_settings_of_the_file_are_in_force_for_what_follows_on_every_session(
    on: On, database: str, tables: Callable[[str], list[tuple[object, ...]]]
) -> None:
    project = on(database).migration("r1_path", SEARCHING)
    applied = project.run(*APPLY, "--json").ok().data
    assert applied["verified"] is True
    found = tables("select to_regclass('app.t_a'), to_regclass('app.fresh'), to_regclass('public.other')")
    assert None not in found[0]
    assert project.run("rollback", "--confirm", "test", "--accept-data-loss", "--json").ok().data["verified"] is True
    assert tables("select to_regclass('app.t_a'), to_regclass('app.fresh')") == [(None, None)]


def test_a_run_that_goes_on_makes_the_settings_again(
    on: On, database: str, connect: Connect, tables: Callable[[str], list[tuple[object, ...]]]
) -> None:
    up = "set search_path = app; create table one (a integer); insert into log values (1); create table two (a integer)"
    project = on(database).migration("r1_path", up)
    admin = connect(database)
    admin.execute("alter table app.log add constraint full_up check (a > 1)")
    project.run(*APPLY).exits(8)
    admin.execute("alter table app.log drop constraint full_up")
    project.run(*APPLY).ok()
    assert None not in tables("select to_regclass('app.one'), to_regclass('app.two')")[0]


def test_settings_of_a_file_leak_into_no_other(
    on: On, database: str, tables: Callable[[str], list[tuple[object, ...]]]
) -> None:
    project = on(database).migration("r1_path", "set search_path = app; create table one (a integer)")
    project.migration("r2_next", "create table two (a integer)").run(*APPLY).ok()
    assert None not in tables("select to_regclass('app.one'), to_regclass('public.two')")[0]


def test_a_role_that_the_file_sets_owns_what_is_made_and_needs_no_right_on_the_record(
    on: On, database: str, connect: Connect
) -> None:
    admin = connect(database)
    admin.execute("create role file_owner; grant create, usage on schema public to file_owner")
    up = "set role file_owner; create table owned (a integer); create index owned_a on owned (a); reset role"
    try:
        applied = on(database).migration("r1_role", up).run(*APPLY, "--json").ok().data
        assert applied["verified"] is True
        owner = "select distinct relowner::regrole::text from pg_class where relname like 'owned%'"
        assert admin.execute(owner).fetchall() == [("file_owner",)]
    finally:
        admin.execute("drop owned by file_owner; drop role file_owner")


def test_a_setting_in_the_middle_of_a_transaction_is_in_force_from_there_on(
    on: On, database: str, tables: Callable[[str], list[tuple[object, ...]]]
) -> None:
    up = "begin; create table one (a integer); set local search_path = app; create table two (a integer); commit"
    on(database).migration("r1_path", up).run(*APPLY).ok()
    assert None not in tables("select to_regclass('public.one'), to_regclass('app.two')")[0]
