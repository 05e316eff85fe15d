"""ALTER TABLE without a database: the worst that the syntax allows, said to be in doubt where a catalog could tell."""

from __future__ import annotations

import pytest

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import foresee
from opskit.migrate.parser import parse
from opskit.migrate.world import Column, Relation, World


def last(sql: str, world: World | None = None) -> Effect:
    return foresee(parse(sql), world or World())[-1]


@pytest.mark.parametrize(
    "command",
    [
        "add column b integer",
        "add column b text default 'x'",
        "add column b timestamptz not null default now()",
        "alter column a set default 1",
        "alter column a drop not null",
        "add constraint c check (a > 0) not valid",
        "drop column if exists b",
    ],
)
def test_what_is_free_on_every_table_reads_nothing(command: str) -> None:
    effect = last(f"alter table t {command}")
    assert (effect.scans, effect.rewrites) == ((), ())
    assert effect.lock_on("t") is Lock.ACCESS_EXCLUSIVE


@pytest.mark.parametrize(
    "command",
    [
        "add column b serial",
        "add column b uuid default gen_random_uuid()",
        "alter column a type integer using length(a)",
    ],
)
def test_what_gives_each_row_a_value_of_its_own_rewrites_for_certain(command: str) -> None:
    effect = last(f"alter table t {command}")
    assert effect.rewrites == ("t",)
    assert effect.certain


@pytest.mark.parametrize(
    "command", ["add column b integer default worked_out()", "add column b rank", "alter column a type text"]
)
def test_what_only_a_catalog_can_tell_is_taken_to_rewrite_and_said_to_be_in_doubt(command: str) -> None:
    effect = last(f"alter table t {command}")
    assert effect.rewrites == ("t",)
    assert not effect.certain


def test_set_not_null_reads_the_table_in_doubt() -> None:
    effect = last("alter table t alter column a set not null")
    assert effect.scans == ("t",)
    assert not effect.certain


def test_a_check_validated_before_in_the_same_file_makes_set_not_null_free() -> None:
    effect = last(
        "alter table t add constraint c check (a is not null) not valid;"
        "alter table t validate constraint c;"
        "alter table t alter column a set not null"
    )
    assert effect.scans == ()
    assert effect.certain


def test_a_check_that_was_not_validated_spares_nothing() -> None:
    effect = last(
        "alter table t add constraint c check (a is not null) not valid; alter table t alter column a set not null"
    )
    assert effect.scans == ("t",)


def test_a_foreign_key_locks_the_table_it_refers_to() -> None:
    effect = last("alter table t add foreign key (a) references p")
    assert {each.name: each.lock for each in effect.locks} == dict.fromkeys(["t", "p"], Lock.SHARE_ROW_EXCLUSIVE)
    assert effect.stopped == ("t", "p")
    assert last("alter table t add foreign key (a) references p not valid").stopped == ()


def test_the_commands_of_a_statement_run_under_its_strongest_lock() -> None:
    effect = last("alter table t validate constraint c, alter column a drop default")
    assert effect.lock_on("t") is Lock.ACCESS_EXCLUSIVE
    assert last("alter table t validate constraint c").lock_on("t") is Lock.SHARE_UPDATE_EXCLUSIVE


def test_a_table_made_before_in_the_same_file_hurts_nobody() -> None:
    made = "create table t (a integer);"
    assert last(made + "alter table t add column b serial, alter column a type bigint") == Effect()
    assert last(made + "alter table t add foreign key (a) references p").stopped == ()


@pytest.mark.parametrize(
    ("zone", "rewritten"), [("UTC", False), ("Etc/UTC", False), ("Europe/Berlin", True), ("Africa/Abidjan", True)]
)
def test_whether_timestamptz_rewrites_depends_on_the_zone_of_the_session(zone: str, rewritten: bool) -> None:
    table = Relation("public.t", columns={"a": Column("a", "timestamp without time zone")}, whole=True)
    world = World([table], version=180000, complete=True, timezone="Europe/Berlin")
    effect = last(f"set timezone = '{zone}'; alter table t alter column a type timestamptz", world)
    assert bool(effect.rewrites) is rewritten


@pytest.mark.parametrize(
    ("sql", "sqlstate"),
    [
        ("alter table t add column a integer", "42701"),
        ("alter table t drop column b", "42703"),
        ("alter table t drop constraint c", "42704"),
        ("alter table no_such add column a integer", "42P01"),
        ("alter table t alter column a type text", "0A000"),
    ],
)
def test_an_error_that_the_catalog_foretells_is_foreseen(sql: str, sqlstate: str) -> None:
    table = Relation("public.t", columns={"a": Column("a", "integer")}, views={"a": ("public.v",)}, whole=True)
    assert last(sql, World([table], version=180000, complete=True)).fails.startswith(sqlstate)


def test_what_does_not_exist_is_passed_over_where_the_statement_says_so() -> None:
    assert last("alter table if exists no_such add column a integer", World(version=180000, complete=True)) == Effect()
