"""`opskit checklist` and `opskit runbook` on a real server."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from opskit.core.ledger import Entry
from opskit.store.sqlite_ledger import SqliteLedger

NOWHERE = "host=127.0.0.1 port=1 dbname=nothing connect_timeout=2"
REASON = ("--reason", "every claim was measured again")
UP = "create index one on numbers (n);"

RUNBOOK = """\
schema  = 1
items   = {items}
metrics = 0
id      = "small"
title   = "A small one"
version = "1"
[[phase]]
id    = "p"
title = "P"
"""


@pytest.fixture
def numbers(database: str, connect: Connect, project: Project) -> Project:
    """A project with one migration of one index; `test` has the table."""
    connect(database).execute("create table numbers as select g as n from generate_series(1, 100) as g")
    return project.environment("test", database).migration("a1_first", UP)


def items(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in outcome.data["items"]}


def look(project: Project, item: str) -> dict[str, Any]:
    return items(project.run("checklist", "run", item, "--json"))[item]


def events(project: Project, kind: str) -> list[Entry]:
    return [event.entry for event in SqliteLedger(project.ledger).events() if event.entry.kind == kind]


def remember(project: Project, kind: str, ago: timedelta, **body: Any) -> None:
    """An event of an earlier run in the ledger."""
    at = (datetime.now(UTC) - ago).isoformat()
    SqliteLedger(project.ledger).append(Entry(at, "20260101-000000-0000", kind, "test", "ann@a", body))


def ready(project: Project) -> Project:
    """What apply-migration needs is signed."""
    project.run("checklist", "sign", "review-analysis", *REASON).ok()
    project.run("checklist", "sign", "backup-fresh", *REASON, "--evidence", "20260106F").ok()
    return project


def small(project: Project, *written: str) -> Project:
    """A runbook of the operator's own, `small`, with these items."""
    folder = project.place / "runbooks"
    folder.mkdir(exist_ok=True)
    text = RUNBOOK.format(items=len(written)) + "\n".join(f"[[item]]\n{item}" for item in written)
    (folder / "small.toml").write_text(text, encoding="utf-8")
    settings = project.place / "opskit.toml"
    settings.write_text(settings.read_text() + '[runbooks]\npath = "runbooks"\n', encoding="utf-8")
    return project


def measured(check: str) -> str:
    return f'id = "x"\ntitle = "X"\npriority = "high"\nphase = "p"\nkind = "check"\ncheck = {{ {check} }}\n'


def test_it_shows_every_item_without_a_database_and_writes_nothing(project: Project) -> None:
    project.environment("production", NOWHERE, "protected = true")
    page = project.run("checklist").ok().out
    shown = items(project.run("checklist", "--json").ok())
    assert len(shown) == 18
    assert all(name in page for name in shown)
    assert "PENDING  migration-readiness on production, PROTECTED: 6 of 6 critical items are open" in page
    assert "opskit checklist sign review-analysis -e production --reason" in page
    assert page.count("not measured yet") == 8
    assert not project.ledger.exists()


def test_its_page_fits_80_columns(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = project.environment("production", NOWHERE, "protected = true").run("checklist").ok().out
    assert max(map(len, page.splitlines())) <= 80


def test_its_json_has_the_fields_others_build_on(project: Project) -> None:
    document = project.environment("production", NOWHERE).run("checklist", "--json").ok().document
    assert document["schema"] == "opskit/checklist/1"
    data = document["data"]
    assert data["counts"] == {
        "critical": {"done": 0, "total": 6}, "high": {"done": 0, "total": 4},
        "medium": {"done": 0, "total": 4}, "nice": {"done": 0, "total": 4},
    }  # fmt: skip
    assert (data["runbook"], data["window"], len(data["metrics"])) == ("migration-readiness", None, 8)
    assert {metric["verdict"] for metric in data["metrics"]} == {"inconclusive"}
    assert {
        "id",
        "title",
        "priority",
        "phase",
        "kind",
        "status",
        "outcome",
        "evidence",
        "signed",
        "waiver",
        "next",
    } <= set(data["items"][0])


def test_a_look_at_a_server_that_does_not_answer_records_nothing(project: Project) -> None:
    project.environment("production", NOWHERE).migration("a1_first", UP)
    project.run("checklist", "run").exits(6)
    assert not project.ledger.exists()


def test_a_migration_that_is_not_applied_is_pending_with_the_exact_command(numbers: Project) -> None:
    ready(numbers)
    outcome = numbers.run("checklist", "run", "--json").exits(3)
    apply, verify = items(outcome)["apply-migration"], items(outcome)["verify-indexes"]
    assert (apply["status"], apply["text"]) == ("pending", "not applied: a1 first")
    assert apply["next"] == "opskit apply -e test --confirm test"
    assert (verify["status"], verify["text"]) == ("blocked", "waits for apply-migration")
    assert outcome.document["changed"] is False
    numbers.run(*shlex.split(apply["next"])[1:]).ok()
    assert look(numbers, "apply-migration")["status"] == "pass"


def test_what_a_look_finds_is_changed_once_and_then_unchanged(numbers: Project) -> None:
    assert look(numbers, "apply-migration")["outcome"] == "unchanged"
    numbers.run("apply", "--confirm", "test").ok()
    assert look(numbers, "apply-migration")["outcome"] == "changed"
    assert look(numbers, "apply-migration")["outcome"] == "unchanged"


def test_what_was_seen_before_a_rollback_is_no_pass_after_it(numbers: Project) -> None:
    numbers.run("apply", "--confirm", "test").ok()
    assert look(numbers, "apply-migration")["status"] == "pass"
    run = numbers.run("rollback", "--confirm", "test", "--json").ok().document["run"]
    shown = items(ready(numbers).run("checklist", "--json").ok())["apply-migration"]
    assert (shown["status"], shown["next"]) == ("inconclusive", "opskit checklist run apply-migration -e test")
    assert run in shown["text"]


def test_a_look_leaves_its_evidence_in_the_ledger(numbers: Project) -> None:
    outcome = numbers.run("checklist", "run", "apply-migration", "--json").exits(3)
    [entry] = events(numbers, "item.checked")
    assert (entry.environment, entry.run) == ("test", outcome.document["run"])
    assert entry.body["subject"] == "migration-readiness/apply-migration"
    assert (entry.body["verdict"], entry.body["evidence"]) == ("pending", ["a1 first"])
    shown = items(numbers.run("checklist", "show", "apply-migration", "--json").ok())["apply-migration"]
    assert shown["evidence"][0]["run"] == entry.run
    assert shown["evidence"][0]["at"] == entry.at


def test_a_look_changes_nothing_in_the_database(numbers: Project, connect: Connect) -> None:
    def state() -> list[tuple[Any, ...]]:
        with psycopg.connect(numbers_dsn(numbers), autocommit=True) as connection:
            return connection.execute(
                "select c.oid, c.relname, c.relfilenode from pg_class as c where c.oid >= 16384 order by c.oid"
            ).fetchall()

    before = state()
    numbers.run("checklist", "run").exits(3)
    assert state() == before


def numbers_dsn(project: Project) -> str:
    found = re.search(r'dsn = "(.*)"', (project.place / "opskit.toml").read_text())
    assert found
    return found[1]


@pytest.mark.parametrize(
    "broken", ["drop index one", "update pg_index set indisvalid = false where indexrelid = 'one'::regclass"]
)
def test_an_index_that_went_away_or_invalid_fails_though_the_record_says_applied(
    numbers: Project, database: str, connect: Connect, broken: str
) -> None:
    numbers.run("apply", "--confirm", "test").ok()
    connect(database).execute(broken)
    outcome = numbers.run("checklist", "run", "--json").exits(1)
    apply = items(outcome)["apply-migration"]
    assert (apply["status"], apply["next"]) == (
        "fail",
        "opskit verify indexes -e test",
    )


def test_fewer_indexes_than_the_checklist_speaks_of_are_a_fail(numbers: Project) -> None:
    ready(numbers).run("apply", "--confirm", "test").ok()
    outcome = numbers.run("checklist", "run", "--json").exits(1)
    verify = items(outcome)["verify-indexes"]
    assert (verify["status"], verify["text"]) == ("fail", "the migrations make 1 indexes, at least 15 are meant")


def test_the_whole_sample_passes_its_index_items(project: Project, intowork: str) -> None:
    sample = Path(__file__).parents[2] / "sql" / "intowork" / "migrations"
    project.environment("test", intowork)
    settings = project.place / "opskit.toml"
    settings.write_text(settings.read_text().replace('"migrations"', f'"{sample}"'))
    ready(project).run("apply", "--confirm", "test").ok()
    found = items(project.run("checklist", "run", "--json").exits(3))
    assert found["apply-migration"]["text"] == "2 applied, their 17 indexes valid"
    assert (found["verify-indexes"]["status"], found["run-benchmarks"]["status"]) == ("pass", "inconclusive")


@pytest.mark.parametrize(
    ("item", "setting"),
    [("query-timeout", "statement_timeout"), ("production-config", "idle_in_transaction_session_timeout")],
)
def test_a_timeout_is_pending_until_the_printed_statement_ran(
    numbers: Project, database: str, connect: Connect, item: str, setting: str
) -> None:
    pending = look(numbers, item)
    assert pending["status"] == "pending"
    words = shlex.split(pending["next"])
    assert (words[0], conninfo_to_dict(words[1])) == ("psql", conninfo_to_dict(database))
    connect(database).execute(words[3].encode())
    assert setting in words[3]
    assert look(numbers, item)["status"] == "pass"


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
    small(numbers, measured('type = "setting", expect = "statement_timeout == 0 and log_lock_waits == on"'))
    found = items(numbers.run("checklist", "run", "x", "--runbook", "small", "--json").ok())["x"]
    assert found["status"] == "pass"


def test_an_unknown_setting_is_inconclusive(numbers: Project) -> None:
    small(numbers, measured('type = "setting", expect = "no_such_thing == on"'))
    found = items(numbers.run("checklist", "run", "x", "--runbook", "small", "--json").exits(3))["x"]
    assert (found["status"], "no_such_thing" in found["text"]) == ("inconclusive", True)


def test_pg_stat_statements_is_pending_until_it_is_created(numbers: Project, database: str, connect: Connect) -> None:
    pending = look(numbers, "pg-stat-statements")
    assert (pending["status"], pending["text"]) == ("pending", "pg_stat_statements is not created in this database")
    connect(database).execute(shlex.split(pending["next"])[3].encode())
    assert look(numbers, "pg-stat-statements")["status"] == "pass"


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


def test_a_sign_off_names_the_authenticated_login_and_is_recorded_once(numbers: Project) -> None:
    first = numbers.run("checklist", "sign", "review-analysis", *REASON, "--json").ok().document
    again = numbers.run("checklist", "sign", "review-analysis", *REASON, "--json").ok().document
    assert (first["changed"], again["changed"]) == (True, False)
    [entry] = events(numbers, "item.signed")
    assert entry.body["database_user"] == "postgres"
    assert entry.operator == f"{entry.body['os_user']}@{entry.body['host']}"
    shown = items(numbers.run("checklist", "--json"))["review-analysis"]
    assert (shown["status"], shown["next"]) == ("signed", "")
    assert [each["reason"] for each in shown["signed"]] == [REASON[1]]


def test_another_sentence_is_another_sign_off(numbers: Project) -> None:
    numbers.run("checklist", "sign", "review-analysis", *REASON).ok()
    numbers.run("checklist", "sign", "review-analysis", "--reason", "the minutes were read by all").ok()
    assert len(events(numbers, "item.signed")) == 2


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["review-analysis"], 2, "--reason"),
        (["review-analysis", "--reason", "too short"], 2, "no sentence"),
        (["review-analysis", "--reason", "looks-good-to-me"], 2, "no sentence"),
        (["review-analysis", *REASON, "--evidence", "minutes.txt"], 2, "is no URL"),
        (["review-analysis", *REASON, "--evidence", "https://a:secret@x/y"], 2, "holds a password"),
        (["load-test", *REASON], 2, "'result' is missing"),
        (["load-test", *REASON, "--evidence", " "], 2, "'result' is missing"),
        (["verify-indexes", *REASON], 2, "is measured, not signed"),
        (["verify-indices", *REASON], 2, "did you mean 'verify-indexes'?"),
        (["review-analysis", "backup-fresh", *REASON], 2, "unexpected extra argument"),
    ],
)
def test_a_sign_off_that_says_too_little_is_refused_and_not_recorded(
    numbers: Project, words: list[str], code: int, says: str
) -> None:
    outcome = numbers.run("checklist", "sign", *words).exits(code)
    assert says in outcome.err
    assert "secret" not in outcome.err
    assert events(numbers, "item.signed") == []


def test_an_item_is_not_signed_before_what_it_needs(numbers: Project) -> None:
    manual = 'title = "X"\npriority = "nice"\nphase = "p"\nkind = "manual"\n'
    small(numbers, f'id = "a"\n{manual}', f'id = "b"\nneeds = ["a"]\n{manual}')
    outcome = numbers.run("checklist", "sign", "b", *REASON, "--runbook", "small").exits(4)
    assert "waits for a" in outcome.err
    assert "opskit checklist sign a --runbook small -e test" in outcome.err
    numbers.run("checklist", "sign", "a", *REASON, "--runbook", "small").ok()
    numbers.run("checklist", "sign", "b", *REASON, "--runbook", "small").ok()


def test_nobody_is_authenticated_without_the_server(project: Project) -> None:
    project.environment("test", NOWHERE).run("checklist", "sign", "review-analysis", *REASON).exits(6)
    assert not project.ledger.exists()


def test_a_runbook_with_faults_is_refused_with_their_lines(numbers: Project) -> None:
    small(numbers, measured('type = "files", glob = "*.md"') + "colour = 1\n")
    for words in (["checklist", "--runbook", "small"], ["runbook", "lint", "small"], ["runbook", "lint"]):
        assert "small.toml:17: item x: Object contains unknown field `colour`" in numbers.run(*words).exits(7).err
    assert "INVALID: 1 fault" in numbers.run("runbook", "list").ok().out


def test_a_runbook_is_written_out_for_people(project: Project) -> None:
    page = project.run("runbook", "export", "migration-readiness", "-o", "markdown").ok().out
    assert "## Inside the deploy window" in page
    assert "- undo: opskit rollback" in page
    assert len(project.run("runbook", "export", "migration-readiness", "--json").ok().data["items"]) == 18
