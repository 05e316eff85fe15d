"""`opskit verify indexes`: the catalog decides, not the record."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.indexes import indexes, states, verified, window_of, with_indexes
from fixtures.program import Outcome, Project
from fixtures.server import Connect

On = Callable[[str], Project]
SAMPLE = Path(__file__).parents[2] / "sql" / "intowork" / "migrations"
FIELDS = {
    "name", "table", "definition", "state", "usage", "scans", "last_scan", "size_bytes", "enforces", "redundant_with",
    "evidence",
}  # fmt: skip

# By then it is in the catalog, for all to see.
WAITING = "select 1 from pg_stat_progress_create_index where phase = 'waiting for writers before build'"


@pytest.fixture
def applied(database: str, on: On, connect: Connect) -> Project:
    return with_indexes(on(database), connect(database))


@pytest.fixture
def sample(on: On, intowork: str) -> Project:
    project = on(intowork)
    for folder in SAMPLE.iterdir():
        project.migration(folder.name, (folder / "up.sql").read_text())
    return project


def test_before_anything_is_applied_every_index_of_the_migrations_is_missing(sample: Project) -> None:
    data = verified(sample, code=1)
    assert (data["verdict"], data["basis"]) == ("fail", "all")
    assert {each["state"] for each in data["indexes"]} == {"missing"}
    assert data["summary"]["expected"] == data["summary"]["missing"] == 17
    assert "next: opskit plan -e test" in sample.run("verify", "indexes").exits(1).out


def test_the_sample_is_present_and_what_protects_is_told_from_what_was_not_seen(sample: Project) -> None:
    sample.run("apply", "--to", "h8c2d6e5f4g3", "--confirm", "test").ok()
    data = verified(sample)
    assert (data["verdict"], data["basis"], data["revisions"]) == ("pass", "applied", ["h8c2d6e5f4g3"])
    assert data["summary"] == {
        "expected": 16, "present": 16, "missing": 0, "invalid": 0, "different": 0, "building": 0,
        "used": 0, "enforcing": 3, "unused": 0, "inconclusive": 13, "active": 0,
    }  # fmt: skip
    assert all(set(each) >= FIELDS for each in data["indexes"])
    enforcing = {each["name"]: each["enforces"] for each in data["indexes"] if each["usage"] == "enforcing"}
    assert enforcing == {
        "public.unique_candidate_job_application": "unique index",
        "public.unique_user_provider_account": "unique constraint",
        "public.unique_identifier_active_token": "unique constraint",
    }
    waiting = [each["evidence"] for each in data["indexes"] if each["usage"] == "inconclusive"]
    assert all("more days are needed" in text for text in waiting)


def test_of_the_sample_only_what_means_the_same_is_redundant(sample: Project) -> None:
    sample.run("apply", "--confirm", "test").ok()
    data = verified(sample)
    assert [(each["index"], each["kind"], each["covered_by"], each["drop"]) for each in data["redundant"]] == [
        (
            "public.idx_candidates_user_id",
            "duplicate",
            "public.candidates_user_id_key",
            "drop index concurrently public.idx_candidates_user_id",
        )
    ]
    by_name = {each["name"]: each for each in data["indexes"]}
    assert by_name["public.idx_candidates_user_id"]["redundant_with"] == "public.candidates_user_id_key"
    both = by_name["public.idx_job_applications_candidate_job"]
    assert both["redundant_with"] is None
    assert (
        "not redundant: public.unique_candidate_job_application has its keys and another predicate" in both["evidence"]
    )
    elsewhere = {each["index"]: (each["kind"], each["covered_by"]) for each in data["redundant_elsewhere"]}
    assert elsewhere["public.ix_accounts_user_id"] == ("prefix", "public.unique_user_provider_account")
    assert elsewhere["public.ix_jobs_id"] == ("duplicate", "public.jobs_pkey")
    assert len(elsewhere) == 13


def test_pending_asks_for_the_indexes_of_all_migrations(applied: Project) -> None:
    applied.migration("r2_more", "create index t_more on t (c, a)")
    assert verified(applied)["summary"]["expected"] == 3
    assert states(applied, "--pending", code=1) == {
        "t_a": "present",
        "t_b": "present",
        "t_c": "present",
        "t_more": "missing",
    }


def test_an_index_dropped_by_hand_is_missing_until_its_remedy(
    applied: Project, database: str, connect: Connect
) -> None:
    connect(database).execute("drop index t_a")
    found = indexes(applied, code=1)["t_a"]
    assert (found["state"], found["usage"], found["scans"]) == ("missing", "inconclusive", None)
    shown = applied.run("verify", "indexes").exits(1).out
    assert shown.startswith("FAIL  2 of 3 indexes present and valid on test; 1 missing.")
    for statement in found["remedy"]:
        assert statement in shown
        connect(database).execute(statement)
    assert states(applied)["t_a"] == "present"


def test_a_constraint_dropped_by_hand_is_missing_until_its_remedy(
    applied: Project, database: str, connect: Connect
) -> None:
    connect(database).execute("alter table t drop constraint t_c")
    found = indexes(applied, code=1)["t_c"]
    assert found["state"] == "missing"
    for statement in found["remedy"]:
        connect(database).execute(statement)
    assert states(applied)["t_c"] == "present"


def test_an_index_a_failed_build_left_is_invalid_until_its_remedy(
    applied: Project, database: str, connect: Connect
) -> None:
    connection = connect(database)
    connection.execute("drop index t_b")
    connection.execute("insert into t values (1, 1, 'again')")
    with suppress(psycopg.errors.UniqueViolation):
        connection.execute("create unique index concurrently t_b on t (b)")
    found = indexes(applied, code=1)["t_b"]
    assert (found["state"], found["usage"]) == ("invalid", "inconclusive")
    connection.execute("delete from t where c = 'again'")
    for statement in found["remedy"]:
        connection.execute(statement)
    assert states(applied)["t_b"] == "present"


def test_another_index_of_that_name_is_different(applied: Project, database: str, connect: Connect) -> None:
    connection = connect(database)
    for other in (
        "create index t_a on t (a)",
        "create index t_a on t (a) where b > 1",
        "create index t_a on t (a desc) where b > 0",
        "create index t_a on t (a, c) where b > 0",
        "create index t_a on t (a) include (c) where b > 0",
        "create unique index t_a on t (a) where b > 0",
        "create index t_a on t using hash (a) where b > 0",
        "create index t_a on t (c) where b > 0",
    ):
        connection.execute(f"drop index t_a; {other}")
        found = indexes(applied, code=1)["t_a"]
        assert found["state"] == "different", other
        assert "create index t_a on t (a) where b > 0" in found["evidence"]
    connection.execute(
        "drop index t_a; create index t_a on public.t using btree (a asc nulls last) where (0 < b) is true"
    )
    assert states(applied, code=1)["t_a"] == "different"
    connection.execute("drop index t_a; create index t_a on public.t using btree (a asc nulls last) where (b > 0)")
    assert states(applied)["t_a"] == "present"


def test_an_index_without_its_constraint_is_different_until_its_remedy(
    applied: Project, database: str, connect: Connect
) -> None:
    connection = connect(database)
    connection.execute("alter table t drop constraint t_c; create unique index t_c on t (c)")
    found = indexes(applied, code=1)["t_c"]
    assert (found["state"], found["evidence"]) == ("different", "its index is there, the constraint over it is not")
    for statement in found["remedy"]:
        connection.execute(statement)
    assert states(applied)["t_c"] == "present"


def test_one_that_is_being_built_is_neither_there_nor_broken(applied: Project, database: str, connect: Connect) -> None:
    connect(database).execute("drop index t_a")
    writer, builder, watcher = connect(database), connect(database), connect(database)
    writer.execute("begin; update t set b = b where a = 1")
    build = threading.Thread(
        target=lambda: builder.execute("create index concurrently t_a on t (a) where b > 0"), daemon=True
    )
    build.start()
    end = time.monotonic() + 60
    while watcher.execute(WAITING).fetchone() is None:
        assert time.monotonic() < end
        time.sleep(0.02)
    found = indexes(applied, code=3)["t_a"]
    assert (found["state"], found["evidence"]) == ("building", f"is being built by pid {builder.info.backend_pid}")
    writer.execute("commit")
    build.join(60)
    assert states(applied)["t_a"] == "present"


def test_an_index_that_later_migrations_drop_is_not_expected(applied: Project) -> None:
    applied.migration("r2_drop", "drop index t_a; alter table t drop constraint t_c")
    applied.run("apply", "--confirm", "test").ok()
    assert states(applied) == {"t_b": "present"}


def test_a_namesake_in_another_schema_does_not_stand_in(database: str, on: On, connect: Connect) -> None:
    connection = connect(database)
    connection.execute("create schema s; create table t (a int); create table s.t (a int)")
    project = on(database).migration("r1", 'create index t_a on s.t (a); create index "T ""a" on t (a)')
    project.run("apply", "--confirm", "test").ok()
    assert states(project) == {"s.t_a": "present", '"T ""a"': "present"}
    connection.execute("drop index s.t_a; create index t_a on t (a)")
    assert states(project, code=1)["t_a"] == "missing"


def test_it_changes_nothing_in_the_database(applied: Project, server_log: Any, database: str) -> None:
    log = server_log(database)
    applied.run("verify", "indexes").ok()
    seen = [each.sql for each in log.statements("opskit/")]
    assert seen
    looking = ("select", "with", "--", "begin", "rollback", "savepoint", "release", "prepare", "explain", "deallocate")
    assert not [sql for sql in seen if not sql.lstrip().lower().startswith((*looking, "commit"))]


def test_migrations_without_an_index_prove_nothing(database: str, on: On) -> None:
    project = on(database).migration("r1", "create table t (a int)")
    outcome: Outcome = project.run("verify", "indexes").exits(3)
    assert outcome.out.startswith("INCONCLUSIVE  The migrations make no index")


def test_without_configured_migrations_it_is_wrong_usage(project: Project, database: str) -> None:
    assert "no migrations are configured" in project.run("verify", "indexes", "--dsn", database).exits(2).err


def test_a_window_that_is_no_number_is_refused_with_its_line(applied: Project) -> None:
    window_of(applied, "'soon'")
    lines = (applied.place / "opskit.toml").read_text().splitlines()
    (line,) = [number for number, text in enumerate(lines, 1) if "min_window_days" in text]
    assert f"opskit.toml:{line}: " in applied.run("verify", "indexes").exits(7).err
