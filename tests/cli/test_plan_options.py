"""What a person may decide about a plan: no safe forms, and what is refused to run all the same."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]

INDEX = "create index t_a on t (a)"
TYPE = "alter table t alter column a type bigint"


@pytest.fixture
def table(connect: Connect, database: str) -> psycopg.Connection[object]:
    connection = connect(database)
    connection.execute("create table t as select n as a from generate_series(1, 100) as n")
    return connection


def words(text: str) -> str:
    """Without the line breaks of a narrow page."""
    return " ".join(text.split())


@pytest.mark.usefixtures("table")
def test_a_plan_as_written_runs_the_statements_of_the_file(on: On, database: str) -> None:
    project = on(database).migration("r1_index", INDEX)
    safe = project.run("plan", "--json").ok().data["migrations"][0]["statements"][0]
    written = project.run("plan", "--as-written", "--accept", "create-index-blocking", "--json").ok()
    assert safe["safe"] == ["CREATE INDEX CONCURRENTLY t_a ON t (a)"]
    assert written.data["migrations"][0]["statements"][0]["safe"] == [INDEX]


@pytest.mark.usefixtures("table")
def test_a_statement_as_written_that_stops_writes_is_refused_until_its_rule_is_accepted(
    on: On, database: str, table: psycopg.Connection[object]
) -> None:
    project = on(database).migration("r1_index", INDEX)
    page = project.run("plan", "--as-written").exits(1).out
    assert "BLOCKED" in page
    assert "--accept create-index-blocking" in words(page)
    blocked = project.run("apply", "--as-written", "--confirm", "test").exits(4).err
    assert "create-index-blocking" in blocked
    assert "nothing was changed" in blocked
    project.run("apply", "--as-written", "--accept", "create-index-blocking", "--confirm", "test").ok()
    row = table.execute("select pg_get_indexdef('t_a'::regclass)").fetchone()
    assert row is not None


@pytest.mark.usefixtures("table")
def test_a_type_rewrite_is_refused_with_the_way_around_it(on: On, database: str) -> None:
    project = on(database).migration("r1_type", TYPE)
    page = words(project.run("plan").exits(1).out)
    assert "alter-type-rewrite" in page
    assert "or accept it: --accept alter-type-rewrite" in page
    project.run("apply", "--confirm", "test").exits(4)
    project.run("apply", "-n", "--accept", "alter-type-rewrite").exits(10)
    project.run("apply", "--confirm", "test", "--accept", "alter-type-rewrite").ok()


@pytest.mark.usefixtures("table")
def test_accepting_one_rule_leaves_the_others(on: On, database: str) -> None:
    project = on(database).migration("r1_both", f"{INDEX}; {TYPE}")
    options = ("--as-written", "--accept", "alter-type-rewrite")
    assert "create-index-blocking" in project.run("plan", *options).exits(1).out
    project.run("plan", *options, "--accept", "create-index-blocking").ok()


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_a_rule_that_does_not_exist_is_wrong_usage_with_the_nearest_names(on: On, database: str, command: str) -> None:
    outcome = (
        on(database).migration("r1_t", "create table t (a integer)").run(command, "--accept", "create-indx").exits(2)
    )
    assert "there is no rule 'create-indx'" in outcome.err
    assert "create-index-blocking" in outcome.err


@pytest.mark.usefixtures("table")
def test_the_page_says_why_a_statement_is_rewritten(on: On, database: str) -> None:
    page = words(on(database).migration("r1_index", INDEX).run("plan").ok().out)
    assert f"1. line 1, rewritten into 1 statement: {INDEX}" in page
    assert "why: create-index-blocking: index t_a is built under a lock that stops all writes to public.t" in page
    assert "CONCURRENTLY: writes go on while it is built" in page
    assert "undo: DROP INDEX CONCURRENTLY IF EXISTS t_a" in page


def test_the_page_fits_a_terminal_of_80_columns(
    on: On, database: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    parts = "; ".join(f"create table m_{n} partition of m for values in ({n})" for n in range(12))
    connect(database).execute(f"create table m (a integer) partition by list (a); {parts}")
    page = on(database).migration("r1_m", "create index m_a on m (a)").run("plan").ok().out
    assert max(len(line) for line in page.splitlines()) <= 80
    assert "rewritten into 25 statements" in page


@pytest.mark.usefixtures("table")
def test_an_unnamed_index_made_as_written_is_taken_back_under_the_name_it_got(on: On, database: str) -> None:
    project = on(database).migration("r1_index", "create index on t (lower(a::text))")
    project.run("apply", "--as-written", "--accept", "create-index-blocking", "--confirm", "test").ok()
    assert project.run("rollback", "--confirm", "test", "--json").ok().data["verified"] is True
