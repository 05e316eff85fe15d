"""The help is true: every command says what it does in one sentence, and its examples run as they stand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.intowork import SAMPLE
from fixtures.program import Project
from fixtures.server import new_database

from meta.command_tree import all_commands, parsed, root, words_of
from opskit.cli.main import run
from opskit.scratch.cluster import Cluster

COMMANDS = dict(all_commands())
EXAMPLES = [(name, line) for name, command in COMMANDS.items() for line in command.examples]
# What a command may answer on a sound project: done, no, cannot tell, blocked, pending.
ANSWERS = {0, 1, 3, 4, 10}
# The demo takes a minute and two servers of its own; .ci/run runs it whole. A watch ends when a person ends it: see
# tests/screens. A service ends with the machine: tests/cli/test_monitor_export.py. A
# proof needs promtool: tests/cli/test_monitor_prove.py.
RUN_ELSEWHERE = {"demo", "checklist watch", "monitor prove", "monitor serve", "fleet work"}
# What an example has to find, whichever of them run before it.
REPORTS = [["report", "-e", "production", "-O", name] for name in ("before.json", "after.json")]
FOUND = {
    "opskit report diff": REPORTS, "opskit report show": REPORTS[:1],
    "opskit check test": [["check", "new", "own_question"]],
}  # fmt: skip
# Two queries of the workload stand for the seventeen: `bench` takes its time over each.
WORKLOAD = ("job_list_by_location.sql", "duplicate_check.sql", "application.pgbench")


@pytest.fixture(scope="module")
def window(cluster: Cluster, intowork_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project as the examples take it for granted: staging and production, both the sample, and its migrations."""
    project = Project(tmp_path_factory.mktemp("window"))
    with new_database(cluster, intowork_template) as one, new_database(cluster, intowork_template) as other:
        project.environment("staging", one).environment("production", other, "protected = true")
        shutil.copytree(SAMPLE / "migrations", project.place / "migrations", dirs_exist_ok=True)
        (project.place / "workload").mkdir()
        for name in WORKLOAD:
            shutil.copy(SAMPLE / "workload" / name, project.place / "workload")
        with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
            file.write('[workload]\npath = "workload"\n')
        (project.place / "targets.toml").write_text('[targets.one]\nservice = "one"\n', encoding="utf-8")
        (project.place / "indexes.sql").write_text("create index wanted on jobs (employer_id)", encoding="utf-8")
        yield project


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_in_one_sentence_what_it_does(name: str) -> None:
    sentence = COMMANDS[name].help or ""
    assert sentence == sentence.strip()
    assert "\n" not in sentence
    assert sentence[:1].isupper()
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert len(sentence) <= 120


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_examples_of_itself(name: str) -> None:
    examples = COMMANDS[name].examples
    assert examples
    assert {parsed(words_of(line)) for line in examples} == {name}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_group_is_explained(name: str) -> None:
    options = [each for each in COMMANDS[name].params if each.param_type_name == "option"]
    assert [each.name for each in options if not getattr(each, "help", None)] == []


@pytest.mark.parametrize("line", [line for name, line in EXAMPLES if name not in RUN_ELSEWHERE])
def test_an_example_runs_as_it_stands(
    line: str, window: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`init` writes the file that the others need, so it works in an empty folder."""
    monkeypatch.chdir(tmp_path if line.startswith("opskit init") else window.place)
    for words in next((found for start, found in FOUND.items() if line.startswith(start)), ()):
        window.run(*words)
    outcome = window.run(*words_of(line))
    assert outcome.code in ANSWERS, f"exit {outcome.code}\n{outcome.out}\n{outcome.err}"
    assert outcome.out or " -O " in line or outcome.code == 4


def test_the_help_of_a_rollback_fits_the_smallest_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is read during an incident, perhaps on a console of 24 lines."""
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["rollback", "--help"]) == 0
    lines = capsys.readouterr().out.rstrip("\n").splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_the_first_page_lists_every_command_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")}
    assert listed >= set(root().list_commands(None))  # type: ignore[arg-type]


def test_nothing_typed_shows_the_first_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert run(["--help"]) == 0
    alone, asked = capsys.readouterr().out.split("Usage: opskit")[1:]
    assert alone.strip() == asked.strip()
    assert "..." not in asked.partition("Prepare:")[2]
