"""The start of the program loads no library that only some commands need."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest
from fixtures.program import Project

from opskit.catalog.resources import folder

HEAVY = {"psycopg", "paramiko", "jinja2", "tabulate", "postgast", "rich"}
# What opskit needs to look at the items of a checklist, to do them and to judge what a gate has measured, and for
# tables of opskit.toml that the project of these tests does not have. The first screen has to be there within 400 ms.
NOT_SHOWN = {
    "opskit.app.extension_state", "opskit.app.looking", "opskit.app.metric_reading", "opskit.app.prometheus_asking",
    "opskit.app.rehearsal_evidence", "opskit.catalog.allows", "opskit.catalog.checks", "opskit.catalog.ignores",
    "opskit.catalog.notify_targets", "opskit.catalog.workload", "opskit.core.activity", "opskit.core.change",
    "opskit.core.check", "opskit.core.estimate", "opskit.core.finding", "opskit.core.notable", "opskit.core.plan",
    "opskit.core.time_budget", "opskit.core.way", "opskit.gate", "opskit.migrate", "opskit.remote",
    "opskit.scratch", "opskit.steps",
}  # fmt: skip
PROBE = """
import json, sys
sys.argv = ["opskit", *sys.argv[1:]]
from opskit.__main__ import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def runbooks() -> list[str]:
    return sorted(path.stem for path in folder("runbooks").glob("*.toml"))


def loaded(*arguments: str) -> set[str]:
    """The modules that `opskit ARGUMENTS` has imported when it ends, and the packages that they are of."""
    done = subprocess.run([sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["bench", "--help"], ["plan", "--help"]], ids=" ".join
)
def test_help_and_version_import_no_heavy_library(arguments: list[str]) -> None:
    modules = loaded(*arguments)
    assert "click" in modules
    assert modules & HEAVY == set()


@pytest.mark.parametrize("words", ["opskit ", "opskit check ", "opskit checklist -e ", "opskit gate sign canary "])
def test_a_shell_that_completes_waits_for_no_heavy_library(
    words: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even for what reads the configuration: only names are wanted of it."""
    project.environment("test", "host=127.0.0.1 port=1 dbname=nothing")
    monkeypatch.setenv("_OPSKIT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
    modules = loaded()
    assert "click" in modules
    assert modules & HEAVY == set()


@pytest.mark.parametrize("runbook", runbooks())
def test_a_checklist_is_shown_without_what_its_items_need_to_be_done(
    runbook: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at every few minutes of a window, and has to be there at once."""
    project.environment("test", "host=127.0.0.1 port=1 dbname=nothing")
    modules = loaded("checklist", "--runbook", runbook)
    assert "psycopg" in modules
    assert modules & {"postgast", "google", "paramiko", "jinja2", "tabulate", "rich"} == set()
    assert modules & NOT_SHOWN == set()


def test_every_module_that_no_screen_may_load_is_there() -> None:
    """A name that was changed would never be seen loaded."""
    assert {name for name in NOT_SHOWN if find_spec(name) is None} == set()
