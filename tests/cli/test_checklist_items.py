"""What each check of an item looks at, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.checklist import REASON, UP, agreed, items, look, measured, ready, remember, small, with_numbers
from fixtures.program import Project
from fixtures.server import Connect
from psycopg import sql

from opskit.app.context import Context


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


@pytest.mark.parametrize(
    "broken", ["drop index one", "update pg_index set indisvalid = false where indexrelid = 'one'::regclass"]
)
def test_an_index_that_went_away_or_invalid_fails_though_the_record_says_applied(
    numbers: Project, database: str, connect: Connect, broken: str
) -> None:
    numbers.run("apply", "--confirm", "test").ok()
    connect(database).execute(broken)
    outcome = agreed(numbers).run("checklist", "run", "--json").exits(1)
    apply = items(outcome)["apply-migration"]
    assert (apply["status"], apply["next"]) == ("fail", "opskit verify indexes -e test")


def test_fewer_indexes_than_the_checklist_speaks_of_are_a_fail(numbers: Project) -> None:
    agreed(numbers).run("apply", "--confirm", "test").ok()
    outcome = numbers.run("checklist", "run", "--json").exits(1)
    verify = items(outcome)["verify-indexes"]
    assert (verify["status"], verify["text"]) == ("fail", "the migrations make 1 indexes, at least 15 are meant")


def test_the_whole_sample_passes_its_index_items(project: Project, intowork: str) -> None:
    sample = Path(__file__).parents[2] / "sql" / "intowork" / "migrations"
    project.environment("test", intowork)
    settings = project.place / "opskit.toml"
    settings.write_text(settings.read_text().replace('"migrations"', f'"{sample}"'))
    agreed(project).run("apply", "--confirm", "test").ok()
    found = items(project.run("checklist", "run", "--json").exits(10))
    assert found["apply-migration"]["text"] == "2 applied, their 17 indexes valid"
    assert (found["verify-indexes"]["status"], found["run-benchmarks"]["status"]) == ("pass", "inconclusive")


@pytest.mark.parametrize(
    ("item", "setting"),
    [("query-timeout", "statement_timeout"), ("production-config", "idle_in_transaction_session_timeout")],
)
def test_a_timeout_is_pending_until_the_item_was_done_and_again_once_it_is_undone(
    numbers: Project, database: str, connect: Connect, item: str, setting: str
) -> None:
    agreed(numbers)
    numbers.run("checklist", "run", item).exits(10)
    assert look(numbers, item)["status"] == "pending"
    done = numbers.run("checklist", "run", item, "--confirm", "test", "--json").ok()
    assert (items(done)[item]["status"], items(done)[item]["outcome"]) == ("pass", "changed")
    assert connect(database).execute(f"show {setting}").fetchone() != ("0",)
    numbers.run("rollback", "--confirm", "test").ok()
    assert connect(database).execute(f"show {setting}").fetchone() == ("0",)
    assert look(numbers, item)["status"] == "pending"
    assert numbers.run("checklist", "run", item, "--confirm", "test", "--json").ok().document["changed"]


def test_a_timeout_is_judged_for_the_logins_that_use_the_tables(
    numbers: Project, database: str, connect: Connect
) -> None:
    admin = connect(database)
    with role(admin, "ck_app"), role(admin, "ck_idle"):
        admin.execute("grant select on numbers to ck_app")
        admin.execute("alter role ck_app set statement_timeout = '30s'")
        assert look(numbers, "query-timeout")["status"] == "pass", "superusers and those without tables do not count"
        admin.execute("alter role ck_app set statement_timeout = '31s'")
        found = look(numbers, "query-timeout")
        assert found["status"] == "pending"
        assert "statement_timeout = 31s for ck_app, set by role" in found["text"]


@contextmanager
def role(admin: psycopg.Connection[Any], name: str) -> Iterator[None]:
    """A login for the time of a test: roles belong to the whole server."""
    admin.execute(sql.SQL("create role {} login").format(sql.Identifier(name)))
    try:
        yield
    finally:
        admin.execute(sql.SQL("drop owned by {0}; drop role {0}").format(sql.Identifier(name)))


def test_the_servers_own_setting_is_seen_past_opskits(numbers: Project, connect: Connect, database: str) -> None:
    """opskit's reading sessions bring a statement_timeout of their own; it must not pass for the server's."""
    small(numbers, measured('type = "settings", expect = "statement_timeout == 0 and log_lock_waits == on"'))
    found = items(numbers.run("checklist", "run", "x", "--runbook", "small", "--json").ok())["x"]
    assert found["status"] == "pass"


def test_an_unknown_setting_is_inconclusive(numbers: Project) -> None:
    small(numbers, measured('type = "settings", expect = "no_such_thing == on"'))
    found = items(numbers.run("checklist", "run", "x", "--runbook", "small", "--json").exits(3))["x"]
    assert (found["status"], "no_such_thing" in found["text"]) == ("inconclusive", True)


def test_pg_stat_statements_is_pending_until_the_item_was_done(
    numbers: Project, database: str, connect: Connect
) -> None:
    pending = look(numbers, "pg-stat-statements")
    assert (pending["status"], pending["text"]) == ("pending", "pg_stat_statements is not created in this database")
    numbers.run("checklist", "run", "pg-stat-statements", "--confirm", "test").ok()
    found = "select count(*) from pg_extension where extname = 'pg_stat_statements'"
    assert connect(database).execute(found).fetchone() == (1,)


def test_an_extension_that_is_not_preloaded_is_a_fail(numbers: Project, database: str, connect: Connect) -> None:
    connect(database).execute("create extension pgstattuple")
    small(numbers, measured('type = "extension", name = "pgstattuple", preloaded = true'))
    found = items(numbers.run("checklist", "run", "x", "--runbook", "small", "--json").exits(1))["x"]
    assert "restart the server" in found["text"]


@pytest.mark.parametrize(("days", "status"), [(6, "pass"), (8, "inconclusive")])
def test_a_benchmark_counts_for_seven_days(numbers: Project, days: int, status: str) -> None:
    queries = [{"name": "job_list", "samples": [1.0, 2.0]}]
    remember(numbers, "bench.finished", timedelta(days=days), subject="bench", queries=queries)
    ready(numbers).run("apply", "--confirm", "test").ok()
    numbers.run("checklist", "run", "apply-migration").ok()
    found = look(numbers, "run-benchmarks")
    assert found["status"] == status
    assert found["next"] == ("" if status == "pass" else "opskit bench -e test")


def test_a_rollback_proven_by_fingerprint_answers_the_rollback_item_with_a_sign_off(numbers: Project) -> None:
    assert look(numbers, "document-rollback")["status"] == "inconclusive"
    numbers.run("apply", "--confirm", "test").ok()
    numbers.run("rollback", "--confirm", "test").ok()
    found = look(numbers, "document-rollback")
    assert (found["status"], found["text"]) == ("pending", "not signed yet")
    assert "took" in str(found["evidence"])
    numbers.run("checklist", "sign", "document-rollback", *REASON).ok()
    assert look(numbers, "document-rollback")["status"] == "signed"


@pytest.mark.parametrize(
    ("body", "ago", "status"),
    [
        ({"outcome": "undone", "verified": True, "seconds": 299}, timedelta(days=29), "pending"),
        ({"outcome": "undone", "verified": True, "seconds": 301}, timedelta(days=1), "fail"),
        ({"outcome": "undone", "verified": True, "seconds": 1}, timedelta(days=31), "inconclusive"),
        ({"outcome": "differs", "verified": False, "seconds": 1}, timedelta(days=1), "fail"),
        ({"outcome": "failed"}, timedelta(days=1), "fail"),
    ],
)
def test_a_rollback_counts_when_it_was_proven_quick_and_young(
    numbers: Project, body: dict[str, Any], ago: timedelta, status: str
) -> None:
    remember(numbers, "run.finished", timedelta(days=60), subject="rollback", verified=True, seconds=1)
    remember(numbers, "run.finished", ago, subject="rollback", **body)
    found = look(numbers, "document-rollback")
    assert found["status"] == status
    assert "opskit rollback" not in found["next"]


def test_checks_of_the_catalogue_and_files_can_be_items(numbers: Project, database: str, connect: Connect) -> None:
    small(
        numbers,
        measured('type = "check", slugs = ["index_invalid"]'),
        measured('type = "files", glob = "*.md", at_least = 2').replace('"x"', '"y"'),
    )
    found = items(numbers.run("checklist", "run", "--runbook", "small", "--json").ok())
    assert (found["x"]["status"], found["y"]["status"]) == ("pass", "fail")
    for name in ("a.md", "b.md"):
        (numbers.place / name).write_text("text")
    connect(database).execute(UP)
    connect(database).execute("update pg_index set indisvalid = false where indexrelid = 'one'::regclass")
    found = items(numbers.run("checklist", "run", "--runbook", "small", "--json").ok())
    assert (found["x"]["status"], found["y"]["status"]) == ("fail", "pass")
    assert found["x"]["next"] == "opskit check index_invalid -e test"
    numbers.run("checklist", "run", "x", "--runbook", "small").exits(1)


def test_a_look_that_cannot_be_had_is_inconclusive_and_the_others_go_on(project: Project, database: str) -> None:
    project.environment("test", database)
    settings = project.place / "opskit.toml"
    settings.write_text(settings.read_text().replace('[migrations]\nsource = "sql"\npath = "migrations"\n', ""))
    found = items(project.run("checklist", "run", "--json").exits(3))
    assert "no migrations are configured" in found["apply-migration"]["evidence"][0]["text"]
    assert found["query-timeout"]["evidence"]


def test_the_time_since_an_item_was_done_is_not_that_since_it_was_looked_at(
    numbers: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = measured('type = "migrate"').replace('"check"', '"action"', 1)
    waits = measured('type = "wait", after = "x", time = "1h"').replace('"x"', '"w"', 1)
    small(numbers, f'{action}do = {{ type = "migrate" }}\nundo = {{ type = "rollback" }}\n', waits)
    numbers.run("checklist", "run", "x", "--runbook", "small", "--confirm", "test").ok()
    for minutes, status in ((30, "pending"), (61, "pass")):
        monkeypatch.setattr(Context, "now", lambda _, ago=minutes: datetime.now(UTC) + timedelta(minutes=ago))
        found = items(numbers.run("checklist", "run", "--runbook", "small", "--json"))
        assert (found["x"]["status"], found["w"]["status"]) == ("pass", status)
