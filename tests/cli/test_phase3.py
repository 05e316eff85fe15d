"""The later migrations of the sample: they go in and come back while the application works, and do what they say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import psycopg
import pytest
from fixtures.intowork import SAMPLE
from fixtures.program import Project
from fixtures.server import Connect

from opskit.migrate.parser import split
from opskit.migrate.sql_folder import load

PHASE3 = SAMPLE / "phase3"
RECIPE = Path(__file__).parents[2] / "docs" / "oauth-token-encryption.md"
APPLY, BACK = ("apply", "--confirm", "test"), ("rollback", "--confirm", "test")
FOLDERS = sorted(path.name for path in PHASE3.iterdir())
EXPIRED = """
select (select count(*) from sessions where expires < now()),
    (select count(*) from verification_tokens where expires < now()),
    (select count(*) from password_reset_tokens where expires_at < now())
"""


@pytest.fixture
def phase3(project: Project, intowork: str) -> Project:
    """The sample without any migration, and the phase 3 folder as the migrations of the project."""
    shutil.copytree(PHASE3, project.place / "migrations")
    return project.environment("test", intowork)


@pytest.fixture
def applied(phase3: Project, intowork: str, connect: Connect) -> psycopg.Connection[Any]:
    phase3.run(*APPLY).ok()
    return connect(intowork)


def one(connection: psycopg.Connection[Any], query: str, *values: object) -> tuple[Any, ...]:
    row = connection.execute(query, values).fetchone()
    assert row
    return tuple(row)


def test_their_order_is_that_of_their_names_too() -> None:
    assert [migration.path.name for migration in load(PHASE3)] == FOLDERS


def test_no_rule_finds_anything_to_warn_of(phase3: Project) -> None:
    for words in ((), ("-e", "test")):
        found = phase3.run("lint", *words, "--json").ok().data["findings"]
        assert {each["rule"] for each in found} <= {"lock-timeout-not-in-effect"}  # opskit sets it


def test_nothing_that_reads_or_writes_waits_on_the_way_in(phase3: Project) -> None:
    """The lock of a concurrent build is the strongest that is taken on what is there; nobody waits for a new view."""
    found = [each for one in phase3.run("plan", "--json").ok().data["migrations"] for each in one["statements"]]
    locks = [(each["name"], each["lock"]) for one in found for each in one["relations"]]
    there = [(name, lock) for name, lock in locks if "dashboard_" not in name]
    assert ("public.jobs", "SHARE UPDATE EXCLUSIVE") in there
    assert {lock for _, lock in there} <= {"ACCESS SHARE", "SHARE UPDATE EXCLUSIVE"}
    assert not any(each["rewrites"] for each in found)


@pytest.mark.parametrize("written", [True, False], ids=["down.sql", "derived"])
def test_they_go_in_once_and_leave_no_trace_behind(phase3: Project, written: bool) -> None:
    for path in [] if written else phase3.place.glob("migrations/*/down.sql"):
        path.unlink()
    done = phase3.run(*APPLY, "--json").ok()
    assert done.data["verified"] is True
    assert phase3.run(*APPLY, "--json").ok().document["changed"] is False
    back = phase3.run(*BACK, "--json").ok().data
    assert back["verified"] is True
    assert back["fingerprint"]["after"] == done.data["fingerprint"]["before"] != done.data["fingerprint"]["after"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_can_be_run_by_hand_alone_and_taken_back(intowork: str, connect: Connect, folder: str) -> None:
    admin = connect(intowork)
    objects = "select (select count(*) from pg_class where oid >= 16384), (select count(*) from pg_proc)"
    before = one(admin, objects)
    for file in ("up.sql", "down.sql"):
        path = PHASE3 / folder / file
        run_all(admin, split(path.read_text(), path))
        assert (one(admin, objects) == before) is (file == "down.sql")


def test_the_recipe_for_tokens_can_be_carried_out(intowork: str, connect: Connect) -> None:
    """With a job of the application that seals nothing, but writes where it would."""
    admin = connect(intowork)
    blocks = re.findall(r"```sql\n(.*?)```", RECIPE.read_text(), re.DOTALL)
    steps = [block for block in blocks if "%(" not in block]
    assert len(steps) == len(blocks) - 1 == 5
    expand, again, proof, empty, contract = (split(dedent(block), RECIPE) for block in steps)
    run_all(admin, expand)
    run_all(admin, again)
    run_all(admin, proof[:1])
    with pytest.raises(psycopg.errors.CheckViolation):
        run_all(admin, proof[1:])
    admin.execute("update accounts set access_token_sealed = convert_to(access_token, 'UTF8'), token_key = 1")
    run_all(admin, proof[1:])
    while done := admin.execute(empty[0].encode()).rowcount:
        assert done <= 500
    run_all(admin, contract)
    sealed = "select count(*) > 500, count(*) = count(access_token_sealed) from accounts"
    assert one(admin, sealed) == (True, True)


def run_all(connection: psycopg.Connection[Any], statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement.encode())


def test_pages_name_what_ran(phase3: Project) -> None:
    assert "create materialized view dashboard_" in phase3.run(*APPLY).ok().out
    assert "drop materialized view dashboard_" in phase3.run(*BACK).ok().out


def test_a_search_by_words_finds_what_the_pattern_finds_and_by_the_index(applied: psycopg.Connection[Any]) -> None:
    match = "to_tsvector('simple', title) @@ websearch_to_tsquery('simple', %s)"
    by_words = f"select array_agg(id order by id) from jobs where {match}"
    by_pattern = "select array_agg(id order by id) from jobs where title ilike '%%' || %s || '%%'"
    for words in ("engineer", "lead cook", "python"):
        assert one(applied, by_words, words) == one(applied, by_pattern, words) != (None,)
    applied.execute("set enable_seqscan = off")
    plan = applied.execute(f"explain select id from jobs where {match}", ["cook"]).fetchall()
    assert any("idx_jobs_title_search" in line for (line,) in plan)


def test_it_finds_an_it_manager(applied: psycopg.Connection[Any]) -> None:
    """Which 'english' takes for a stop word."""
    applied.execute("update jobs set title = 'IT Manager' where id = 7")
    query = "select id from jobs where to_tsvector('simple', title) @@ websearch_to_tsquery('simple', 'it')"
    assert applied.execute(query).fetchall() == [(7,)]


def test_the_planner_knows_how_often_a_word_occurs(applied: psycopg.Connection[Any]) -> None:
    """A partial index would leave it with one job in 200 for every word."""
    match = "to_tsvector('simple', title) @@ websearch_to_tsquery('simple', 'manager')"
    (found,) = one(applied, f"select count(*) from jobs where {match}")
    (plan,) = one(applied, f"explain (format json) select from jobs where {match}")
    assert plan[0]["Plan"]["Plan Rows"] == pytest.approx(found, rel=0.2)


def test_counting_a_view_of_a_job_writes_no_index(applied: psycopg.Connection[Any]) -> None:
    applied.execute("alter table jobs set (fillfactor = 50)")
    applied.execute("vacuum full jobs")
    with applied.transaction():
        done = applied.execute("update jobs set views_count = views_count + 1 where mod(id, 20) = 0").rowcount
        (hot,) = one(applied, "select pg_stat_get_xact_tuples_hot_updated('jobs'::regclass)")
    assert hot == done == 100


def test_the_views_are_as_old_as_their_refresh_which_lets_readers_through(
    applied: psycopg.Connection[Any], intowork: str, connect: Connect
) -> None:
    asked = "select array_agg((topic, total) order by topic), min(as_of) from dashboard_totals"
    first, as_of = one(applied, asked)
    applied.execute("insert into companies (name) values ('x')")
    applied.execute(
        "insert into job_applications (job_id, candidate_id, status)"
        " select max(job_id), max(candidate_id), 'interview' from job_applications"
    )
    assert one(applied, asked) == (first, as_of)
    reader = connect(intowork)
    with reader.transaction():
        reader.execute("select * from dashboard_totals, dashboard_of_employer limit 1")
        applied.execute("set lock_timeout = '10s'")
        applied.execute("refresh materialized view concurrently dashboard_totals")
        applied.execute("refresh materialized view concurrently dashboard_of_employer")
    second, later = one(applied, asked)
    assert first != second
    assert as_of < later


def test_the_figures_of_an_employer_are_those_of_the_query_they_replace(applied: psycopg.Connection[Any]) -> None:
    query = """
    select count(*) from dashboard_of_employer as kept
    full join (
        select job.employer_id, count(*) filter (where application.status = 'interview') as interviews, count(*) as many
        from job_applications as application join jobs as job on job.id = application.job_id group by 1
    ) as counted using (employer_id)
    where (kept.interviews, kept.applications) is distinct from (counted.interviews, counted.many)
    """
    assert one(applied, query) == (0,)
    assert one(applied, "select count(*) > 10 from dashboard_of_employer") == (True,)


def test_the_clean_up_deletes_what_has_expired_and_says_how_much(applied: psycopg.Connection[Any]) -> None:
    expired = one(applied, EXPIRED)
    kept = one(applied, "select (select count(*) from sessions where expires >= now())")
    assert all(expired)
    assert one(applied, "call purge_expired()") == (sum(expired), False)
    assert one(applied, EXPIRED) == (0, 0, 0)
    assert one(applied, "select (select count(*) from sessions)") == kept
    assert one(applied, "call purge_expired()") == (0, False)


def test_a_call_stops_at_most_and_tells_that_more_is_left(applied: psycopg.Connection[Any]) -> None:
    total = sum(one(applied, EXPIRED))
    assert one(applied, "call purge_expired(batch => 7, most => 25)") == (25, True)
    assert sum(one(applied, EXPIRED)) == total - 25
    assert one(applied, "call purge_expired(older_than => '100 years')") == (0, False)
    assert one(applied, "call purge_expired(batch => 7)") == (total - 25, False)


def test_a_batch_is_a_transaction_of_its_own(applied: psycopg.Connection[Any]) -> None:
    """So many are begun as there are batches with something in them."""
    applied.execute("create table went (at xid8 not null)")
    applied.execute(
        "create function note() returns trigger language plpgsql as"
        " $$ begin insert into went values (pg_current_xact_id()); return old; end $$"
    )
    applied.execute("create trigger note after delete on sessions for each row execute function note()")
    (expired, *_) = one(applied, EXPIRED)
    applied.execute("call purge_expired(batch => 50)")
    per_transaction = "select sum(many), max(many) from (select count(*) as many from went group by at) as each"
    assert one(applied, per_transaction) == (expired, 50)


def test_a_row_that_somebody_holds_is_passed_over_and_told(
    applied: psycopg.Connection[Any], intowork: str, connect: Connect
) -> None:
    """Nor is it deleted once its holder has given it more time."""
    total = sum(one(applied, EXPIRED))
    user = connect(intowork)
    with user.transaction():
        held = "select id from sessions where expires < now() order by expires limit 1 for update"
        (session,) = one(user, held)
        applied.execute("set lock_timeout = '10s'")
        assert one(applied, "call purge_expired()") == (total - 1, True)
        user.execute("update sessions set expires = now() + interval '30 days' where id = %s", [session])
    assert one(applied, "call purge_expired()") == (0, False)
    assert one(applied, "select count(*) from sessions where id = %s", session) == (1,)


def test_its_workload_runs_once_they_are_in(phase3: Project, applied: psycopg.Connection[Any]) -> None:
    with (phase3.place / "opskit.toml").open("a") as file:
        file.write(f'[workload]\npath = "{SAMPLE / "phase3_workload"}"\n')
    few = ("--min-samples", "6", "--max-samples", "6")
    found = phase3.run("bench", "--seconds", "5", *few, "--json").ok().data["queries"]
    assert [each["name"] for each in found if each["errors"] or not each["samples"]] == []
    assert len(found) == 4


def test_in_a_transaction_it_refuses_to_run(applied: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.InvalidTransactionTermination), applied.transaction():
        applied.execute("call purge_expired()")
    assert all(one(applied, EXPIRED))
