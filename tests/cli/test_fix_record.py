"""A fix in the record of a database: it is taken back like a run, and is in no migration's way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import counts

On = Callable[[str], Project]
CONFIRMED = ("--confirm", "test")
MIGRATION = """
create table t (a integer) with (autovacuum_enabled = false);
create index t_a on t (a);
create index t_a_again on t (a)
"""


def fix(project: Project, *words: str) -> str:
    """The run."""
    outcome = project.run("fix", *words, *CONFIRMED, "--json").ok()
    assert outcome.document["changed"] is True
    return str(outcome.document["run"])


def migrated(project: Project) -> str:
    project.migration("r1_t", MIGRATION)
    return str(project.run("apply", *CONFIRMED, "--json").ok().document["run"])


def indexes(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute(
        "select indexrelid::regclass::text from pg_index where indrelid = 't'::regclass order by 1"
    )
    return [row[0] for row in rows.fetchall()]


def revisions(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    return connection.execute("select slug, state from opskit.revision order by position").fetchall()


def test_what_a_fix_has_dropped_is_expected_no_more_until_it_is_back(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    migrated(project)
    assert project.run("verify", "indexes", "--json").data["summary"]["expected"] == 2
    run = fix(project, "index_duplicate")
    found = project.run("verify", "indexes", "--json").ok().data
    assert [each["name"] for each in found["indexes"]] == ["public.t_a"]
    assert project.run("verify", "schema").ok()
    project.run("rollback", run, *CONFIRMED, "--accept-data-loss").ok()
    assert project.run("verify", "indexes", "--json").ok().data["summary"]["expected"] == 2


def test_migrations_go_on_beside_a_fix(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    migrated(project)
    fix(project, "index_duplicate")
    assert "Nothing is pending" in project.run("plan").ok().out
    project.migration("r2_b", "alter table public.t add column b integer")
    project.run("apply", *CONFIRMED).ok()
    assert revisions(connect(database)) == [("t", "applied"), ("findings_mended", "applied"), ("b", "applied")]
    blocked = project.run("rollback", "--to", "r1", *CONFIRMED, "--accept-data-loss").ok()
    assert "fix-" in blocked.out
    assert indexes(connect(database)) == ["t_a", "t_a_again"]


def test_a_fix_that_was_cut_short_is_the_next_ones_business_alone(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    migrated(project)
    run = fix(project, "index_duplicate")
    connect(database).execute("update opskit.revision set state = 'applying' where slug = 'findings_mended'")
    project.migration("r2_b", "alter table t add column b integer")
    assert "was begun by run" not in project.run("plan").ok().out
    outcome = project.run("fix", "index_duplicate", *CONFIRMED, "--json").ok()
    assert [step["revision"] for step in outcome.data["steps"]] == [""]
    assert {state for _, state in revisions(connect(database))} == {"applied"}
    project.run("rollback", run, *CONFIRMED).ok()
    assert indexes(connect(database)) == ["t_a", "t_a_again"]


def test_a_fix_without_an_undo_stands_in_no_rollbacks_way(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    run = migrated(project)
    connection = connect(database)
    connection.execute("insert into t select n from generate_series(1, 20000) as n")
    connection.execute("delete from t")
    counts(connection, "select n_dead_tup >= 20000 from pg_stat_user_tables where relname = 't'")
    maintenance = fix(project, "dead_tuples", "public.t")
    assert "Nothing to undo" in project.run("rollback", maintenance, *CONFIRMED).ok().out
    assert "Way back on test: r1" in project.run("rollback", "-n").exits(10).out
    project.run("rollback", run, *CONFIRMED, "--accept-data-loss").ok()
    assert connection.execute("select to_regclass('public.t')").fetchone() == (None,)


def test_the_last_run_may_be_a_fix(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    run = migrated(project)
    fix(project, "index_duplicate")
    refused = project.run("rollback", run, *CONFIRMED, "--accept-data-loss").exits(4)
    assert "applied after it: fix-" in refused.err
    project.run("rollback", *CONFIRMED).ok()
    assert indexes(connect(database)) == ["t_a", "t_a_again"]
    project.run("rollback", *CONFIRMED, "--accept-data-loss").ok()
    assert connect(database).execute("select to_regclass('public.t')").fetchone() == (None,)


def test_a_rollback_that_was_begun_is_finished_first(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    migrated(project)
    connect(database).execute("update opskit.revision set state = 'undoing'")
    assert "is on its way back" in project.run("fix", "index_duplicate", *CONFIRMED).exits(4).err


def test_a_fix_is_no_difference_between_environments(
    project: Project, database: str, intowork: str, connect: Connect
) -> None:
    for conninfo in (database, intowork):
        connect(conninfo).execute("create table public.parent (id integer primary key)")
    project.environment("one", database).environment("two", intowork)
    connection = connect(database)
    connection.execute("alter table public.parent set (autovacuum_enabled = false)")
    project.run("fix", "autovacuum_off", "-e", "one", "--confirm", "one").ok()
    found = project.run("compare", "one", "two", "--json").data
    assert "fix-" not in str(found)


def test_the_report_and_the_ledger_know_the_run(on: On, database: str, connect: Connect) -> None:
    project = on(database)
    migrated(project)
    run = fix(project, "index_duplicate")
    assert "run.finished: fix, mended" in project.run("ledger", "show").ok().out
    lines = {each["run"]: each for each in project.run("report", "--json").data["runs"]}
    assert (lines[run]["command"], lines[run]["outcome"], lines[run]["holds"]) == ("fix", "mended", True)


WIDE_NAME = '"n\n; select 1/0; -- $opskit$ \'x"'


@pytest.mark.parametrize("name", ["narrow", WIDE_NAME])
def test_the_recipe_for_a_column_that_runs_out_is_a_migration_that_mends_it(
    on: On, database: str, connect: Connect, name: str
) -> None:
    connection = connect(database)
    connection.execute(f"create table public.{name} (id serial primary key, note text)".encode())
    connection.execute(f"insert into public.{name} (note) select n from generate_series(1, 3000) as n".encode())
    sequence = connection.execute("select pg_get_serial_sequence(%s, 'id')", [f"public.{name}"]).fetchone()
    connection.execute("select setval(%s, 2000000000)", sequence)
    project = on(database)
    (left,) = project.run("fix", "sequence_exhaustion", "-n", "--json").ok().data["by_hand"]
    assert "as a migration to read" in project.run("fix", "sequence_exhaustion", "-n").ok().out
    project.migration("r1_wide", ";\n".join(each for each in left["recipe"] if not each.startswith("--")))
    project.run("apply", *CONFIRMED).ok()
    assert project.run("fix", "sequence_exhaustion", "-n", "--json").ok().data["by_hand"] == []
    query = "select pg_typeof(id)::text, id, note from public.{} order by id limit 1"
    assert connection.execute(query.format(name).encode()).fetchone() == ("bigint", 1, "1")
    added = connection.execute(f"insert into public.{name} (note) values ('new') returning id".encode()).fetchone()
    assert added == (2000000001,)


def test_a_column_that_others_hang_on_has_no_recipe_but_what_they_are(on: On, database: str, connect: Connect) -> None:
    connection = connect(database)
    connection.execute("create table public.p (id serial primary key); create table public.c (p integer references p)")
    connection.execute("select setval('p_id_seq', 2000000000)")
    (left,) = on(database).run("fix", "sequence_exhaustion", "-n", "--json").ok().data["by_hand"]
    assert left["recipe"] == [
        "-- by a new column, which has to take these along: constraint c_p_fkey on table public.c"
    ]
