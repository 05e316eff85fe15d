"""Duplicates under what is to be unique: an obstacle, unless an earlier statement of the plan may see to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project

from laws.cases import BASE
from laws.test_steps import objects, run_sql

On = Callable[[str], Project]

TWOFOLD = """
create table twofold (id integer, name text);
insert into twofold select n % 3, 'name ' || n % 3 from generate_series(1, 10) as n;
create table split_twofold (id integer, day date) partition by range (day);
create table split_twofold_one partition of split_twofold for values from ('2026-01-01') to ('2026-02-01');
insert into split_twofold values (1, '2026-01-01'), (1, '2026-01-01');
"""
UNIQUE = (
    ("twofold", "create unique index twofold_id on twofold (id)", "twofold_id"),
    ("twofold", "alter table twofold add constraint one unique (id)", "one"),
    ("twofold", "alter table twofold add primary key (id)", "twofold_pkey"),
)
ON_PARTITIONS = (
    ("split_twofold", "create unique index split_id on split_twofold (id, day)", "split_id"),
    ("split_twofold", "alter table split_twofold add constraint one unique (id, day)", "one"),
    ("split_twofold", "alter table split_twofold add primary key (id, day)", "split_twofold_pkey"),
)


@pytest.mark.parametrize(("table", "up", "name"), [*UNIQUE, *ON_PARTITIONS])
def test_duplicates_stand_in_the_way(on: On, database: str, table: str, up: str, name: str) -> None:
    """Rows of another table that change before make no difference."""
    run_sql(database, BASE + TWOFOLD)
    project = on(database).migration("r1_case", f"delete from child; {up}")
    messages = [each["message"] for each in project.run("plan", "--json").exits(1).data["obstacles"]]
    assert any(f"{name}: " in each and f"rows of {table} have (" in each for each in messages)


@pytest.mark.parametrize(("table", "up", "name"), UNIQUE)
def test_duplicates_that_an_earlier_statement_may_take_away_are_one_note(
    on: On, database: str, table: str, up: str, name: str
) -> None:
    run_sql(database, BASE + TWOFOLD)
    project = on(database).migration("r1_case", f"select 1;\ndelete from {table} as t\nwhere ctid <>"
                                     f" (select min(o.ctid) from {table} as o where o.id = t.id);\n{up}")  # fmt: skip
    statement = project.run("plan", "--json").ok().data["migrations"][0]["statements"][-1]
    assert [note for note in statement["notes"] if "duplicates" in note] == [
        "as the rows are now it would fail, but an earlier statement of the plan may change them (line 2):"
        f" 3 groups of duplicates, the largest of them: {name}: 4 rows of twofold have (id) = (1)"
    ]
    project.run("apply", "--confirm", "test").ok()


@pytest.mark.parametrize(("table", "up", "name"), [*UNIQUE, ON_PARTITIONS[0]])
def test_duplicates_that_are_left_over_fail_and_nothing_of_it_stays(
    on: On, database: str, table: str, up: str, name: str
) -> None:
    run_sql(database, BASE + TWOFOLD)
    before = objects(database)
    project = on(database).migration("r1_case", f"update {table} set id = id; {up}")
    assert name in project.run("apply", "--confirm", "test").exits(8).err
    assert objects(database) == before
