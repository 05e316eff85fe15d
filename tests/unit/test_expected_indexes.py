"""Which indexes a row of migrations leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.migrate.expected import Expected, expected
from opskit.migrate.index_form import same_index
from opskit.migrate.migration import Migration
from opskit.migrate.sql_folder import load, statements

SAMPLE = Path(__file__).parents[2] / "sql" / "intowork" / "migrations"
MADE = (
    "create index i on t (a, lower(b)) include (c) where d > 1;alter table s.u add constraint q unique (x) deferrable"
)


def after(*files: str) -> dict[str, Expected]:
    migrations = [
        Migration(f"r{number}", "", Path(), tuple(statements(sql, Path("up.sql"))), "", "")
        for number, sql in enumerate(files, 1)
    ]
    return {each.name: each for each in expected(migrations)}


def test_the_sample_makes_the_16_objects_of_the_first_migration_and_one_more() -> None:
    found = expected(load(SAMPLE))
    assert [each.revision for each in found] == ["h8c2d6e5f4g3"] * 16 + ["k2f7a9c4b1d8"]
    assert {each.name for each in found if each.attach_sql} == {
        "unique_user_provider_account",
        "unique_identifier_active_token",
    }


def test_each_tells_the_statement_that_makes_it_and_how_to_make_it_again() -> None:
    found = after("create table t (a int)", f"select 1; {MADE}")
    assert (found["i"].revision, found["i"].index.source.ordinal) == ("r2", 2)
    assert found["i"].remedy == ("CREATE INDEX CONCURRENTLY i ON t (a, lower(b)) INCLUDE (c) WHERE d > 1",)
    assert found["q"].remedy == (
        "CREATE UNIQUE INDEX CONCURRENTLY q ON s.u (x)",
        "ALTER TABLE s.u ADD CONSTRAINT q UNIQUE USING INDEX q DEFERRABLE",
    )


def test_a_primary_key_and_what_is_unique_beside_a_column_are_expected_too() -> None:
    found = after(
        "alter table t add primary key (a), add column b int unique; alter table u add column c int primary key"
    )
    assert {name: each.attach_sql for name, each in found.items()} == {
        "t_pkey": "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey",
        "t_b_key": "ALTER TABLE t ADD CONSTRAINT t_b_key UNIQUE USING INDEX t_b_key",
        "u_pkey": "ALTER TABLE u ADD CONSTRAINT u_pkey PRIMARY KEY USING INDEX u_pkey",
    }


def test_a_primary_key_that_is_renamed_stays_one() -> None:
    found = after("alter table t add primary key (a)", "alter table t rename constraint t_pkey to k")
    assert found["k"].remedy[1] == "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX k"


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ("drop index i", {"q"}),
        ("drop index concurrently if exists public.i", {"q"}),
        ("drop index other.i", {"q"}),
        ("drop index s.q", {"i"}),
        ("drop index w.q", {"i", "q"}),
        ("alter table s.u drop constraint q", {"i"}),
        ("alter table u drop constraint q", {"i"}),
        ("alter table w.u drop constraint q", {"i", "q"}),
        ("alter table t drop constraint i", {"i", "q"}),
        ("alter table s.u drop constraint q, add column z int", {"i"}),
        ("drop table t, other", {"q"}),
        ("drop table s.u cascade", {"i"}),
        ("drop table w.u", {"i", "q"}),
        ("drop schema s cascade", {"i"}),
        ("alter table t drop column a", {"q"}),
        ("alter table t drop column b", {"q"}),
        ("alter table t drop column c", {"q"}),
        ("alter table t drop column d", {"q"}),
        ("alter table t drop column e", {"i", "q"}),
        ("alter table t add column e int", {"i", "q"}),
        ("alter index i rename to j", {"j", "q"}),
        ("alter table s.u rename constraint q to p", {"i", "p"}),
        ("drop view v", {"i", "q"}),
        ("create index if not exists i on t (z)", {"i", "q"}),
    ],
)
def test_later_statements_take_them_away_or_rename_them(later: str, left: set[str]) -> None:
    assert set(after(MADE, later)) == left
    assert set(after(f"{MADE};{later}")) == left


def test_what_is_made_again_is_expected_as_it_was_made_last() -> None:
    found = after(MADE, "drop index i", "create index i on t (z)")
    assert (found["i"].revision, found["i"].index.keys) == ("r3", ("z",))


def test_a_second_one_of_the_same_name_that_need_not_be_made_changes_nothing() -> None:
    assert after(MADE, "create index if not exists i on t (z)")["i"].index.keys == ("a", "lower(b)")


def test_the_table_may_be_renamed_under_them() -> None:
    found = after(
        MADE, "alter table t rename to t2; alter table s.u rename constraint q to p; alter table s.u rename to v"
    )
    assert same_index(found["i"].index.safe_sql, "create index on t2 (a, lower(b)) include (c) where d > 1")
    assert found["p"].remedy == (
        "CREATE UNIQUE INDEX CONCURRENTLY p ON s.v (x)",
        "ALTER TABLE s.v ADD CONSTRAINT p UNIQUE USING INDEX p DEFERRABLE",
    )
