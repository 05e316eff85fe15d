"""`-o junit`, from real servers: build servers accept it, it says what the exit code says, other commands refuse it."""

from __future__ import annotations

import shutil

import pytest
from fixtures.intowork import SAMPLE
from fixtures.junit import faults, read, told
from fixtures.program import Project

LOOKS = (
    ["report"],
    ["check"],
    ["checklist"],
    ["checklist", "show", "query-timeout"],
    ["checklist", "show", "window"],
    ["checklist", "run"],
    ["checklist", "run", "verify-indexes"],
    ["checklist", "run", "-n"],
    ["gate", "status", "canary"],
    ["gate", "run", "canary"],
    ["verify", "indexes"],
    ["verify", "schema"],
    ["lint"],
)
HAVING = (
    "check run, checklist run, checklist show, compare, gate run, gate status, lint, report show, report write,"
    " verify indexes, verify schema"
)


@pytest.fixture
def window(project: Project, intowork: str) -> Project:
    """The sample before its migration."""
    project.environment("staging", intowork)
    shutil.copytree(SAMPLE / "migrations", project.place / "migrations", dirs_exist_ok=True)
    return project


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_build_servers_accept_what_a_command_finds(window: Project, words: list[str]) -> None:
    outcome = window.run(*words, *([] if words == ["lint"] else ["-e", "staging"]), "-o", "junit")
    assert outcome.code in (0, 1, 3, 4, 10), outcome.err
    root = read(outcome.out)
    assert list(faults(root)) == []
    assert int(root.attrib["tests"]) > 0


def test_a_report_has_a_failure_for_everything_that_blocks_and_what_holds_too(window: Project) -> None:
    data = window.run("report", "-e", "staging", "--json").ok().data
    outcome = window.run("report", "-e", "staging", "--check", "-o", "junit").exits(1)
    suite = next(each for each in read(outcome.out) if each.get("name") == "points that must hold")
    points = data["points"]
    assert suite.attrib["failures"] == str(points["failed"])
    assert suite.attrib["errors"] == str(points["inconclusive"])
    assert suite.attrib["tests"] == str(sum(points.values()))
    assert {each["what"] for each in data["held"]} <= told(outcome.out).keys()


def test_the_ending_of_a_file_asks_for_it(window: Project) -> None:
    assert window.run("lint", "-O", "lint.xml").exits(1).out == ""
    text = (window.place / "lint.xml").read_text("ascii")
    assert list(faults(read(text))) == []


@pytest.mark.parametrize("words", [["-o", "junit"], ["-O", "plan.xml"]], ids=" ".join)
def test_a_command_without_it_says_which_have_it_and_does_nothing(window: Project, words: list[str]) -> None:
    outcome = window.run("plan", "-e", "staging", *words).exits(2)
    assert outcome.err.splitlines() == [
        "opskit: usage: opskit plan has no form junit (nothing was changed)",
        f"  those that have it: {HAVING}",
        "  next: opskit plan --help",
    ]
    assert not (window.place / "plan.xml").exists()


def test_a_form_that_nobody_has_is_told_with_those_there_are(window: Project) -> None:
    outcome = window.run("lint", "-o", "pdf").exits(2)
    assert "opskit lint has no form pdf" in outcome.err
    assert "there are: table, json, markdown, html, sarif, github, junit" in outcome.err
