"""`opskit rollback`: what it takes back, from where, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
CONFIRMED = ("--confirm", "test", "--accept-data-loss")


def exists(connection: psycopg.Connection[Any], *names: str) -> list[bool]:
    rows = [connection.execute("select to_regclass(%s) is not null", [name]).fetchone() for name in names]
    return [bool(row and row[0]) for row in rows]


@pytest.mark.parametrize("down", ["", "drop table u; drop table t"], ids=["derived", "down.sql for the whole"])
def test_a_half_applied_migration_is_taken_back_as_far_as_it_came(
    on: On, database: str, connect: Connect, down: str
) -> None:
    up = "create table t (a integer); insert into t values (1 / 0); create table u (a integer)"
    project = on(database).migration("r1_half", up, down)
    project.run("apply", "--confirm", "test").exits(8)
    assert project.run("rollback", *CONFIRMED, "--json").ok().data["verified"] is True
    assert exists(connect(database), "t", "u") == [False, False]


def test_it_needs_neither_the_ledger_nor_the_files_of_the_migration(on: On, database: str, connect: Connect) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    project.run("apply", "--confirm", "test").ok()
    for path in [*project.place.glob("ledger.sqlite*"), *project.place.glob("migrations/r1_t/*")]:
        path.unlink()
    assert project.run("rollback", *CONFIRMED, "--json").ok().data["verified"] is True
    assert exists(connect(database), "t") == [False]


def test_only_the_last_run_goes_and_an_older_one_not_alone(on: On, database: str, connect: Connect) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    first = project.run("apply", "--confirm", "test", "--json").ok().document["run"]
    project.migration("r2_u", "create table u (a integer)").run("apply", "--confirm", "test").ok()
    refused = project.run("rollback", first, *CONFIRMED).exits(4)
    assert "applied after it: r2" in refused.err
    assert "opskit rollback --to base" in refused.err
    project.run("rollback", *CONFIRMED).ok()
    assert exists(connect(database), "t", "u") == [True, False]


def test_to_a_revision_and_to_base_are_absolute(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    for number in (1, 2, 3):
        project.migration(f"r{number}_t", f"create table t{number} (a integer)")
    project.run("apply", "--confirm", "test").ok()
    for _ in range(2):
        project.run("rollback", "--to", "r1", *CONFIRMED).ok()
        assert exists(connect(database), "t1", "t2", "t3") == [True, False, False]
    project.run("rollback", "--to", "base", *CONFIRMED).ok()
    assert exists(connect(database), "t1") == [False]
    project.run("rollback", "--to", "r9", *CONFIRMED).exits(2)


def test_an_object_that_others_changed_since_is_named_and_left(on: On, database: str, connect: Connect) -> None:
    admin = connect(database)
    admin.execute("create table keep (a integer)")
    project = on(database).migration("r1_i", "create index keep_a on keep (a)")
    project.run("apply", "--confirm", "test").ok()
    admin.execute("create table stranger (b integer)")
    outcome = project.run("rollback", *CONFIRMED, "--json").exits(1)
    assert outcome.document["changed"] is True
    assert {"kind": "table", "name": "public.stranger", "change": "added"} in outcome.data["differs"]
    assert exists(admin, "keep_a", "stranger") == [False, True]


def test_what_has_no_way_back_blocks_and_says_what_to_write(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create table t (a integer)")
    project = on(database).migration("r1_data", "insert into t values (1)")
    project.run("apply", "--confirm", "test").ok()
    outcome = project.run("rollback", *CONFIRMED).exits(4)
    assert "write a down.sql" in outcome.err
    assert connect(database).execute("select count(*) from t").fetchone() == (1,)


def test_an_unfinished_rollback_is_finished_before_anything_is_applied(on: On, database: str, connect: Connect) -> None:
    project = on(database).migration(
        "r1_t", "create table t (a integer)", "insert into missing values (1); drop table t"
    )
    project.run("apply", "--confirm", "test").ok()
    project.run("rollback", *CONFIRMED).exits(8)
    assert "is on its way back" in project.run("apply", "--confirm", "test").exits(4).err
    connect(database).execute("create table missing (a integer)")
    project.run("rollback", *CONFIRMED, "--json").exits(1)
    assert exists(connect(database), "t") == [False]
    project.run("apply", "--confirm", "test").ok()


@pytest.mark.parametrize(
    "up",
    [
        "begin; drop view seen; alter table keep drop column c; commit",
        "drop view seen; alter table keep drop column c",
        "alter table keep rename column c to d; alter table keep alter column d set default 'x'",
    ],
    ids=["one transaction", "each by itself", "what an earlier one has named"],
)
def test_an_undo_is_read_from_what_the_statement_before_has_left(
    on: On, database: str, connect: Connect, up: str
) -> None:
    connect(database).execute("create table keep (a integer, c text); create view seen as select c from keep")
    project = on(database).migration("r1_change", up)
    project.run("apply", "--confirm", "test").ok()
    assert project.run("rollback", *CONFIRMED, "--json").ok().data["verified"] is True


def test_a_revision_that_was_taken_back_is_no_place_to_go_back_to(on: On, database: str, connect: Connect) -> None:
    """Nothing is after it: to take that for everything would be the end of all of it."""
    project = on(database).migration("r1_t", "create table t (a integer)")
    project.run("apply", "--confirm", "test").ok()
    project.migration("r2_u", "create table u (a integer)").run("apply", "--confirm", "test").ok()
    project.run("rollback", *CONFIRMED).ok()
    refused = project.run("rollback", "--to", "r2", *CONFIRMED).exits(2)
    assert "revision 'r2' is not applied here" in refused.err
    assert exists(connect(database), "t") == [True]
