"""A plan that is kept: what it is bound to, and that it is good once."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

UP = "create index t_name on t (name); alter table t add constraint t_small check (n < 10)"


@pytest.fixture
def kept(on: Callable[[str], Project], database: str) -> Project:
    """A project with one pending migration, and its plan in plan.json."""
    execute(database, "create table t (n integer, name text); insert into t values (1, 'a'), (2, 'b')")
    project = on(database).migration("r1_case", UP)
    project.run("plan", "--out-plan", "plan.json").ok()
    return project


def execute(conninfo: str, sql: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(sql)


def edit(project: Project, **values: object) -> None:
    path = project.place / "plan.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def stale(project: Project, words: str) -> None:
    outcome = project.run("apply", "--plan", "plan.json", "--confirm", "test").exits(9)
    assert words in outcome.err
    assert "nothing was changed" in outcome.err


def test_a_kept_plan_is_carried_out_as_it_was_kept(kept: Project) -> None:
    planned = json.loads((kept.place / "plan.json").read_text())
    done = kept.run("apply", "--plan", "plan.json", "--confirm", "test", "--json").ok().document
    ran = [step["sql"] for step in done["data"]["steps"] if step["revision"]]
    assert done["run"] == planned["run"]
    assert [sql for sql in planned["statements"] if "opskit." not in sql and "schema opskit" not in sql] == ran


def test_a_kept_plan_is_readable_by_its_owner_only(kept: Project) -> None:
    assert stat.S_IMODE((kept.place / "plan.json").stat().st_mode) == 0o600


def test_a_kept_plan_is_good_once(kept: Project) -> None:
    kept.run("apply", "--plan", "plan.json", "--confirm", "test").ok()
    stale(kept, "the plan was carried out already")


def test_a_kept_plan_is_not_good_again_after_a_rollback(kept: Project) -> None:
    kept.run("apply", "--plan", "plan.json", "--confirm", "test").ok()
    kept.run("rollback", "--confirm", "test").ok()
    stale(kept, "the plan was carried out already")


def test_a_kept_plan_expires(kept: Project) -> None:
    edit(kept, expires_at="2026-01-01T00:00:00Z")
    stale(kept, "the plan has expired")


def test_a_kept_plan_is_for_one_database(kept: Project) -> None:
    edit(kept, target="123/elsewhere")
    stale(kept, "the plan is for test (123/elsewhere)")


def test_a_migration_that_was_edited_makes_the_plan_stale(kept: Project) -> None:
    kept.migration("r1_case", UP + "; select 1")
    stale(kept, "a migration was edited since the plan was made")


def test_another_migration_makes_the_plan_stale(kept: Project) -> None:
    kept.migration("r2_more", "create table u (n integer)")
    stale(kept, "other migrations are pending")


def test_a_schema_that_moved_makes_the_plan_stale(kept: Project, database: str) -> None:
    execute(database, "create table elsewhere (n integer)")
    stale(kept, "the database is not what the plan was made for")


def test_a_statement_put_into_the_file_by_hand_does_not_run(kept: Project) -> None:
    planned = json.loads((kept.place / "plan.json").read_text())
    edit(kept, statements=[*planned["statements"], "drop table t"], digest="0" * 64)
    stale(kept, "the database is not what the plan was made for")


def test_a_dry_run_of_a_kept_plan_uses_nothing_up(kept: Project) -> None:
    kept.run("apply", "--plan", "plan.json", "-n").exits(10)
    kept.run("apply", "--plan", "plan.json", "--confirm", "test").ok()


@pytest.mark.parametrize("words", [["--to", "r1"], ["--as-written"], ["--accept", "create-index-blocking"]])
def test_a_kept_plan_says_already_what_is_to_be_done(kept: Project, words: list[str]) -> None:
    outcome = kept.run("apply", "--plan", "plan.json", "-n", *words).exits(2)
    assert "--plan says already what is to be done" in outcome.err


@pytest.mark.parametrize(
    ("text", "words"), [("{", "is no plan"), ('{"schema": "x"}', "is no plan"), ("", "is no plan")]
)
def test_a_file_that_is_no_plan(kept: Project, text: str, words: str) -> None:
    (kept.place / "plan.json").write_text(text)
    assert words in kept.run("apply", "--plan", "plan.json", "-n").exits(7).err


def test_a_plan_of_another_format(kept: Project) -> None:
    edit(kept, schema="opskit/plan-file/2")
    assert "opskit/plan-file/2" in kept.run("apply", "--plan", "plan.json", "-n").exits(7).err


def test_a_plan_file_that_is_not_there(kept: Project) -> None:
    assert "cannot be read" in kept.run("apply", "--plan", "no.json", "-n").exits(7).err


def test_a_plan_that_cannot_be_carried_out_is_not_kept(kept: Project) -> None:
    kept.migration("r2_type", "alter table t alter column n type bigint")
    outcome = kept.run("plan", "--out-plan", "other.json").exits(1)
    assert "--accept alter-type-rewrite" in outcome.out
    assert not (kept.place / "other.json").exists()


def test_what_was_accepted_is_kept_with_the_plan(kept: Project, database: str, connect: Connect) -> None:
    kept.migration("r2_type", "alter table t alter column n type bigint")
    kept.run("plan", "--out-plan", "plan.json", "--accept", "alter-type-rewrite").ok()
    kept.run("apply", "--plan", "plan.json", "--confirm", "test").ok()
    row = connect(database).execute("select pg_typeof(n)::text from t limit 1").fetchone()
    assert row == ("bigint",)


def test_a_plan_as_written_is_kept_as_written(kept: Project) -> None:
    words = ["--accept", "create-index-blocking", "--accept", "add-check-validating"]
    kept.run("plan", "--as-written", *words, "--out-plan", "plan.json").ok()
    done = kept.run("apply", "--plan", "plan.json", "--confirm", "test", "--json").ok().data
    assert "create index t_name on t (name)" in [step["sql"] for step in done["steps"]]


def test_a_plan_file_in_a_place_that_cannot_be_written(kept: Project) -> None:
    (kept.place / "file").write_text("")
    assert "cannot write" in kept.run("plan", "--out-plan", str(Path("file") / "plan.json")).exits(2).err
