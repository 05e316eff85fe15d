"""`opskit checklist export` and `show ITEM`: all that is known, the same each time it is asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.checklist import NOWHERE, REASON, agreed, items, with_numbers
from fixtures.program import Project

from opskit.app.context import Context

WHY = ("--reason", "comes with the next release of all")


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


@pytest.fixture
def used(numbers: Project) -> Project:
    """A window of which something of everything has happened."""
    agreed(numbers)
    numbers.run("checklist", "run", "query-timeout", "--confirm", "test").ok()
    numbers.run("checklist", "undo", "query-timeout", "--confirm", "test").ok()
    numbers.run("checklist", "run").exits(10)
    numbers.run("checklist", "waive", "load-test", *WHY, "--until", "14d", "--ticket", "OPS-7").ok()
    numbers.run("checklist", "skip", "read-replicas", *WHY).ok()
    numbers.run("checklist", "sign", "slo-monitoring", *REASON).ok()
    numbers.run("checklist", "reset", "slo-monitoring", *WHY).ok()
    return numbers


@pytest.mark.parametrize("form", ["table", "json", "markdown", "html"])
def test_two_exports_are_the_same_to_the_byte(used: Project, form: str) -> None:
    first = used.run("checklist", "export", "-o", form).ok().out
    assert used.run("checklist", "export", "-o", form).ok().out == first


def test_an_export_does_not_change_with_the_hour_alone(used: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = used.run("checklist", "export", "--json").ok().out
    monkeypatch.setattr(Context, "now", lambda _: datetime.now(UTC) + timedelta(hours=5))
    assert used.run("checklist", "export", "--json").ok().out == first


def test_what_counts_no_more_is_told_by_when_it_was(used: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    used.run("apply", "--confirm", "test").ok()
    used.run("checklist", "run", "apply-migration").ok()
    texts = []
    for days in (8, 9):
        monkeypatch.setattr(Context, "now", lambda _, days=days: datetime.now(UTC) + timedelta(days=days))
        texts.append(items(used.run("checklist", "export", "--json").ok())["apply-migration"]["text"])
    assert texts[0] == texts[1]
    assert texts[0].startswith("passed at 20")


def test_it_holds_everything_that_happened(used: Project) -> None:
    outcome = used.run("checklist", "export", "--json").ok()
    data, found = outcome.data, items(outcome)
    assert (len(found), outcome.document["schema"]) == (18, "opskit/checklist-export/1")
    assert outcome.document["generated_at"] == found["slo-monitoring"]["known"]["history"][-1]["at"]
    timeout = found["query-timeout"]
    kinds = [each["kind"] for each in timeout["known"]["history"]]
    assert kinds.count("item.started") == kinds.count("item.finished") == 2
    assert (timeout["attempt"]["outcome"], bool(timeout["attempt"]["undoes"])) == ("undone", True)
    waived = found["load-test"]["known"]["waivers"][0]
    assert (waived["effect"], waived["agreed"], waived["waiver"]["ticket"]) == ("in force", ["postgres"], "OPS-7")
    assert found["read-replicas"]["known"]["skipped"]["reason"] == WHY[1]
    assert (found["slo-monitoring"]["signed"], found["slo-monitoring"]["known"]["reset"]["by"]) == ([], "postgres")
    assert [each["reason"] for each in data["pauses"][0]["agreed"]] == [REASON[1]]
    used.run("ledger", "verify", "--head", data["head"]).ok()


def test_the_pages_tell_it_in_words(used: Project) -> None:
    page = used.run("checklist", "export", "-o", "markdown").ok().out
    for words in (
        "## load-test: Test with 100+ concurrent users",
        "**WAIVED** until ",
        "in force: finding ",
        f"{WHY[1]}",
        "item.reset",
        "undo of run ",
        "check: settings expect = statement",
    ):
        assert words.replace("_", "\\_") in page, words
    assert "age_s" not in page


def test_one_item_is_shown_with_all_of_it(used: Project) -> None:
    page = used.run("checklist", "show", "load-test").ok().out
    for words in ("WAIVED", "Waived:", "[OPS-7]", "What happened:", "item.waived by postgres", "asks"):
        assert words in page, words
    assert "undo of run" in used.run("checklist", "show", "query-timeout").ok().out


def test_it_needs_no_database_and_writes_nothing(project: Project) -> None:
    project.environment("test", NOWHERE).run("checklist", "export").ok()
    assert not project.ledger.exists()


def test_a_file_of_its_own(used: Project) -> None:
    used.run("checklist", "export", "-O", "out/checklist.json").ok()
    assert json.loads((used.place / "out" / "checklist.json").read_text("utf-8"))["data"]["runbook"]
