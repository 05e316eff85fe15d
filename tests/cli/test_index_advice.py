"""`opskit verify indexes`: what the workload lacks, and what it can do without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.indexes import verified, with_indexes, workload
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
SAMPLE = Path(__file__).parents[2] / "sql" / "intowork" / "migrations"
SORTED = (
    "create index concurrently jobs_location_type_posted_at_idx on public.jobs (location_type, posted_at desc)"
    " where status = 'PUBLISHED'"
)


@pytest.fixture
def sample(on: On, intowork: str) -> Project:
    project = on(intowork)
    for folder in SAMPLE.iterdir():
        project.migration(folder.name, (folder / "up.sql").read_text())
    return project


def advised(data: Any) -> dict[str, list[str]]:
    return {each["sql"].removeprefix("create index concurrently "): each["queries"] for each in data["advice"]}


def test_the_sort_column_that_the_job_list_lacks_is_found(sample: Project, intowork: str, connect: Connect) -> None:
    sample.run("apply", "--to", "h8c2d6e5f4g3", "--confirm", "test").ok()
    found = {each["queries"][0]: each for each in verified(sample)["advice"]}
    lacking = found["job_list_by_location"]
    assert (lacking["sql"], lacking["verdict"]) == (SORTED, "inconclusive")
    assert "rows to return 10: no index gives them in that order" in lacking["reason"]
    assert lacking["proof"].startswith("unproven: hypopg is not installed")
    shown = sample.run("verify", "indexes").ok().out
    assert f"    {SORTED};" in shown
    connect(intowork).execute(SORTED)
    plan = connect(intowork).execute(
        "explain select * from jobs where status = 'PUBLISHED' and location_type = 'REMOTE'"
        " order by posted_at desc limit 10"
    )
    assert "jobs_location_type_posted_at_idx" in str(plan.fetchall())
    assert "job_list_by_location" not in str(advised(verified(sample)))


def test_with_the_index_of_the_later_migration_it_lacks_nothing(sample: Project) -> None:
    sample.run("apply", "--confirm", "test").ok()
    assert "job_list_by_location" not in str(advised(verified(sample)))


def test_before_the_migrations_what_they_make_for_these_queries_is_advised(sample: Project) -> None:
    found = advised(verified(sample, code=1))
    keys = {sql.partition(" on ")[2] for sql in found}
    assert {
        "public.jobs (location_type, posted_at desc) where status = 'PUBLISHED'",
        "public.job_applications (candidate_id, status)",
        "public.experiences (candidate_id) where is_current",
        "public.skills (candidate_id, name)",
    } <= keys
    assert not [sql for sql in found if "title" in sql or "(id" in sql]


def test_the_seeds_ninth_index_is_left_to_a_person_and_never_dropped(sample: Project) -> None:
    sample.run("apply", "--to", "h8c2d6e5f4g3", "--confirm", "test").ok()
    data = verified(sample)
    open_questions = {each["index"]: each for each in data["to_decide"]}
    ninth = open_questions["public.idx_job_applications_candidate_job"]
    assert ninth["covered_by"] == ["public.idx_job_applications_candidate_id_status"]
    assert ninth["queries"] == ["applications_of_candidate", "duplicate_check"]
    assert "drop" not in ninth
    assert open_questions["public.unique_identifier_active_token"]["covered_by"] == [
        "public.ix_verification_tokens_token"
    ]
    assert open_questions.keys() == {
        "public.idx_job_applications_candidate_job",
        "public.unique_identifier_active_token",
    }
    shown = sample.run("verify", "indexes").ok().out
    assert "for a person to decide" in shown
    assert "drop index concurrently public.idx_job_applications_candidate_job" not in shown


def test_the_tenth_and_the_index_of_every_id_are_duplicates(sample: Project) -> None:
    sample.run("apply", "--to", "h8c2d6e5f4g3", "--confirm", "test").ok()
    data = verified(sample)
    assert [(each["index"], each["covered_by"], each["reason"]) for each in data["redundant"]] == [
        (
            "public.idx_candidates_user_id",
            "public.candidates_user_id_key",
            "means the same as public.candidates_user_id_key (unique constraint)",
        )
    ]
    ids = {each["index"] for each in data["redundant_elsewhere"] if each["kind"] == "duplicate"}
    tables = (
        "users companies candidates employers experiences skills jobs job_applications accounts sessions"
        " verification_tokens password_reset_tokens"
    ).split()
    assert ids == {f"public.ix_{table}_id" for table in tables}
    assert all("(primary key" in each["reason"] for each in data["redundant_elsewhere"] if each["kind"] == "duplicate")


def test_the_third_is_left_to_a_person_once_the_sort_column_is_there(sample: Project) -> None:
    sample.run("apply", "--confirm", "test").ok()
    covered = {each["index"]: each["covered_by"] for each in verified(sample)["to_decide"]}
    assert covered["public.idx_jobs_status_location_type"] == ["public.idx_jobs_published_location_posted"]


@pytest.fixture
def empty(database: str, on: On, connect: Connect) -> Project:
    return with_indexes(on(database), connect(database))


def test_an_index_that_serves_a_foreign_key_alone_is_no_open_question(
    empty: Project, database: str, connect: Connect
) -> None:
    connect(database).execute(
        "create table p (id int primary key); create table f (p int references p, q int);"
        "insert into p select generate_series(1, 3000); insert into f select n, n from generate_series(1, 3000) as n;"
        "create index f_p on f (p, q); create index f_q on f (q, p); analyze"
    )
    workload(empty, {"both": "select * from f where p = 7 and q = 7"})
    assert [each["index"] for each in verified(empty)["to_decide"]] == ["public.f_q"]


def test_a_query_that_an_index_serves_already_gets_no_advice(empty: Project, database: str, connect: Connect) -> None:
    connect(database).execute("analyze t")
    workload(empty, {"served": "select * from t where b = 7", "small": "select * from pg_class where oid = 1"})
    assert verified(empty)["advice"] == []


def test_a_condition_that_most_rows_fulfil_gets_no_advice(empty: Project, database: str, connect: Connect) -> None:
    connect(database).execute("alter table t add d int; update t set d = mod(a, 3); analyze t")
    workload(empty, {"third": "-- param: d = 1\nselect * from t where d = %(d)s"})
    assert verified(empty)["advice"] == []


def test_a_sort_of_few_rows_gets_no_advice(empty: Project, database: str, connect: Connect) -> None:
    connect(database).execute(
        "create table s (k int, n int); insert into s select mod(n, 100), n from generate_series(1, 15000) as n;"
        "create index s_k on s (k); analyze s"
    )
    workload(empty, {"first": "-- param: k = 7\nselect * from s where k = %(k)s order by n desc limit 3"})
    assert verified(empty)["advice"] == []


def test_a_pattern_gets_no_b_tree(empty: Project, database: str, connect: Connect) -> None:
    connect(database).execute("analyze t")
    search = "select * from t where c like '_7_' or c like '7_' order by a desc limit 3"
    workload(empty, {"search": search, "unlike": "select * from t where c !~ 'x' order by a desc limit 3"})
    data = verified(empty)
    assert data["advice"] == []
    found, other = data["unserved"]
    assert (other["query"], other["hint"]) == ("unlike", "")
    assert (found["query"], found["table"]) == ("search", "public.t")
    assert "gin_trgm_ops" in found["hint"]
    assert "search: reads public.t whole: no B-tree looks up " in empty.run("verify", "indexes").ok().out


def test_what_is_advised_for_names_from_hell_can_be_built(database: str, on: On, connect: Connect) -> None:
    connection = connect(database)
    connection.execute(
        'create schema "S.1"; create table "S.1"."T ""x""" ("a b" int, "select" int, "O" int);'
        'insert into "S.1"."T ""x""" select n, 5, n from generate_series(1, 9999) as n; analyze'
    )
    project = on(database)
    table = '"S.1"."T ""x"""'
    workload(
        project,
        {
            "odd": f'-- param: v = 7\nselect * from {table} as "q q" where "a b" = %(v)s and "select" = 5',
            "sorted": f'select * from {table} where "select" = 5 order by "O" desc nulls last, "a b" limit 5',
        },
    )
    found = verified(project, code=3)["advice"]
    assert len(found) == 2
    for each in found:
        connection.execute(each["sql"])
    assert verified(project, code=3)["advice"] == []


def hypopg(connection: psycopg.Connection[Any]) -> bool:
    query = "select from pg_available_extensions where name = 'hypopg'"
    return connection.execute(query).fetchone() is not None


def test_where_hypopg_is_installed_the_planner_is_asked(sample: Project, intowork: str, connect: Connect) -> None:
    if not hypopg(connect(intowork)):
        pytest.skip("hypopg is not among the extensions of this server (Debian: postgresql-NN-hypopg, --pg-bin)")
    connect(intowork).execute('create schema "h y"; create extension hypopg schema "h y"')
    sample.run("apply", "--to", "h8c2d6e5f4g3", "--confirm", "test").ok()
    found = {each["queries"][0]: each for each in verified(sample)["advice"]}
    lacking = found["job_list_by_location"]
    assert (lacking["sql"], lacking["verdict"]) == (SORTED, "pass")
    assert lacking["proof"].startswith("hypopg: job_list_by_location ")


def test_what_is_advised_is_built_and_timed_on_a_copy(sample: Project, intowork: str, connect: Connect) -> None:
    sample.run("apply", "--to", "h8c2d6e5f4g3", "--confirm", "test").ok()
    before = connect(intowork).execute("select count(*) from pg_class").fetchone()
    found = {each["queries"][0]: each for each in verified(sample, "--measure", "--on", "embedded")["advice"]}
    lacking = found["job_list_by_location"]
    assert lacking["sql"] == SORTED
    assert lacking["proof"].startswith("measured on a full copy on embedded; it was built there in ")
    assert " ms -> " in lacking["proof"]
    assert lacking["verdict"] in ("pass", "inconclusive")
    assert connect(intowork).execute("select count(*) from pg_class").fetchone() == before


def test_without_the_right_to_make_a_copy_it_stays_unproven(sample: Project, intowork: str, connect: Connect) -> None:
    sample.run("apply", "--to", "h8c2d6e5f4g3", "--confirm", "test").ok()
    connection = connect(intowork)
    connection.execute("create role reader login; grant pg_read_all_data to reader")
    try:
        sample.environment("test", intowork.replace("user='postgres'", "user='reader'"))
        found = verified(sample, "--measure")["advice"]
        assert found
        assert all(each["proof"].startswith("unproven: login reader may not create databases") for each in found)
    finally:
        connection.execute("drop owned by reader; drop role reader")
