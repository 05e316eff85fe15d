"""CALL in a migration: a procedure that commits as it goes runs as psql would run it, any other in a transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
APPLY = ("apply", "--confirm", "test")

WORKS = """
create procedure {name}() language plpgsql as $$
begin
    for number in 1..3 loop
        insert into t values (number);
        {then}
    end loop;
end
$$;
"""
COMMITS, STAYS = WORKS.format(name="works", then="commit;"), WORKS.format(name="works", then="")
NESTED = COMMITS + "create procedure outermost() language plpgsql as $$ begin call works(); end $$;"


@pytest.fixture
def transactions(database: str, connect: Connect) -> Callable[[], int]:
    """Makes table t; how many transactions its rows came in."""
    admin = connect(database)
    admin.execute("create table t (a integer)")

    def count() -> int:
        row = admin.execute("select count(*), count(distinct xmin::text) from t").fetchone()
        assert row and row[0] == 3
        return int(row[1])

    return count


@pytest.mark.parametrize(
    "up",
    [
        COMMITS + "call works()",
        COMMITS + "call public.works()",
        COMMITS + "do $$ begin call works(); end $$",
        NESTED + "call outermost()",
    ],
    ids=["called", "called by its schema", "called in a block", "called by another"],
)
def test_a_procedure_that_commits_is_called_outside_of_a_transaction(
    on: On, database: str, transactions: Callable[[], int], up: str
) -> None:
    project = on(database).migration("r1_calls", up)
    project.run(*APPLY).ok()
    assert transactions() == 3
    assert project.run(*APPLY, "--json").ok().document["changed"] is False


def test_one_that_is_there_already_is_looked_up(on: On, database: str, transactions: Callable[[], int]) -> None:
    project = on(database).migration("r1_makes", COMMITS)
    project.run(*APPLY).ok()
    project.migration("r2_calls", "call works()").run(*APPLY).ok()
    assert transactions() == 3


def test_one_that_does_not_commit_shares_a_transaction_with_its_record(
    on: On, database: str, connect: Connect, transactions: Callable[[], int]
) -> None:
    on(database).migration("r1_calls", STAYS + "call works()").run(*APPLY).ok()
    assert transactions() == 1
    query = "select count(*) from opskit.statement as s where s.xmin::text in (select xmin::text from t)"
    assert connect(database).execute(query).fetchone() == (1,)


def test_between_begin_and_commit_it_is_refused_before_anything_is_run(
    on: On, database: str, connect: Connect, transactions: Callable[[], int]
) -> None:
    project = on(database).migration("r1_calls", COMMITS + "begin; call works(); commit")
    assert "cannot be part of a transaction" in project.run(*APPLY).exits(4).err
    assert connect(database).execute("select to_regproc('works') is null").fetchone() == (True,)
