"""`opskit checklist show` and `run`, and `opskit runbook`, on a real server."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from fixtures.checklist import NOWHERE, UP, agreed, events, items, look, measured, ready, small, with_numbers
from fixtures.program import Project
from fixtures.server import Connect


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


def test_it_shows_every_item_without_a_database_and_writes_nothing(project: Project) -> None:
    project.environment("production", NOWHERE, "protected = true")
    page = project.run("checklist").ok().out
    shown = items(project.run("checklist", "--json").ok())
    assert len(shown) == 18
    assert all(name in page for name in shown)
    assert "PENDING  migration-readiness on production, PROTECTED: 6 of 6 critical items are open" in page
    assert "opskit checklist sign review-analysis -e production --reason" in page
    told = page[page.index("- not measured yet: ") :]
    assert told.partition("\n\n")[0].count(";") == 7
    assert "at work  not known: cannot connect to production" in page
    assert not project.ledger.exists()


def test_its_page_fits_80_columns(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = project.environment("production", NOWHERE, "protected = true").run("checklist").ok().out
    assert max(map(len, page.splitlines())) <= 80


def test_its_json_has_the_fields_others_build_on(project: Project) -> None:
    document = project.environment("production", NOWHERE).run("checklist", "--json").ok().document
    assert document["schema"] == "opskit/checklist/1"
    data = document["data"]
    assert {name: (count["done"], count["total"]) for name, count in data["counts"].items()} == {
        "critical": (0, 6), "high": (0, 4), "medium": (0, 4), "nice": (0, 4),
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
    agreed(numbers)
    outcome = numbers.run("checklist", "run", "--json").exits(10)
    apply, verify = items(outcome)["apply-migration"], items(outcome)["verify-indexes"]
    assert apply["status"] == "pending"
    assert apply["text"] == "not applied: a1 first; point of no return: the way back loses no data at any step"
    assert apply["next"] == "opskit checklist run apply-migration -e test"
    assert (verify["status"], verify["text"]) == ("blocked", "waits for apply-migration")
    assert outcome.document["changed"] is False
    done = numbers.run(*shlex.split(apply["next"])[1:], "--confirm", "test", "--json").ok()
    assert (done.document["changed"], items(done)["apply-migration"]["outcome"]) == (True, "changed")


def test_what_is_done_already_is_unchanged(numbers: Project) -> None:
    agreed(numbers).run("apply", "--confirm", "test").ok()
    done = numbers.run("checklist", "run", "apply-migration", "--confirm", "test", "--json").ok()
    assert (done.document["changed"], items(done)["apply-migration"]["outcome"]) == (False, "unchanged")


def test_what_was_seen_before_a_rollback_is_no_pass_after_it(numbers: Project) -> None:
    numbers.run("apply", "--confirm", "test").ok()
    assert look(numbers, "apply-migration")["status"] == "pass"
    run = numbers.run("rollback", "--confirm", "test", "--json").ok().document["run"]
    shown = items(ready(numbers).run("checklist", "--json").ok())["apply-migration"]
    assert (shown["status"], shown["next"]) == ("stale", "opskit checklist run apply-migration -e test")
    assert run in shown["text"]


def test_a_look_leaves_its_evidence_in_the_ledger(numbers: Project) -> None:
    outcome = numbers.run("checklist", "run", "apply-migration", "--json").exits(4)
    [entry] = events(numbers, "item.checked")
    assert (entry.environment, entry.run) == ("test", outcome.document["run"])
    assert entry.body["subject"] == "migration-readiness/apply-migration"
    assert (entry.body["verdict"], entry.body["evidence"]) == ("pending", ["a1 first"])
    shown = items(numbers.run("checklist", "show", "apply-migration", "--json").ok())["apply-migration"]
    assert shown["evidence"][0]["run"] == entry.run
    assert shown["evidence"][0]["at"] == entry.at


def test_a_look_changes_nothing_in_the_database(numbers: Project, database: str, connect: Connect) -> None:
    def state() -> list[tuple[Any, ...]]:
        query = "select c.oid, c.relname, c.relfilenode from pg_class as c where c.oid >= 16384 order by c.oid"
        return connect(database).execute(query).fetchall()

    before = state()
    agreed(numbers).run("checklist", "run").exits(10)
    assert state() == before


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
