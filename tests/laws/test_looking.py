"""Law 1 over every command there is: what only looks changes nothing in the database, and only what records evidence
writes to the ledger. A new command has to be entered here as one or the other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.intowork import SAMPLE
from fixtures.program import Project
from fixtures.server import new_database
from meta.command_tree import all_commands

from laws.test_steps import next_transaction, objects
from opskit.scratch.cluster import Cluster

# Words for each command that leaves nothing behind: no row, no event, no file.
LOOKS = {
    "apply": ["-n"],
    "bloat": [],
    "check run": [],
    "check list": [],
    "check explain": ["index_invalid"],
    "checklist approve": ["apply-migration", "--reason", "read with the whole team", "-n"],
    "checklist export": [],
    "checklist show": [],
    "checklist undo": ["query-timeout", "-n"],
    "checklist waive": ["load-test", "--reason", "comes with the next one", "--until", "14d", "-n"],
    "completion": ["bash"],
    "config show": [],
    "doctor": [],
    "explain": ["create-index-blocking"],
    "fix": ["-n"],
    "fleet apply": ["-n"],
    "fleet check": [],
    "fleet export k8s": ["--image", "registry.example/opskit:0.1", "--targets", "targets.toml"],
    "fleet list": [],
    "fleet plan": [],
    "gate status": ["canary"],
    "init": ["-n"],
    "ledger export": [],
    "ledger init": ["-n"],
    "ledger migrate": ["-n"],
    "ledger show": [],
    "ledger verify": [],
    "lint": [],
    "locks": [],
    "monitor alerts": [],
    "monitor dashboard": [],
    "monitor export": [],
    "monitor queries": ["sql_exporter"],
    "monitor rule-tests": ["--runbook-url", "https://wiki.example/opskit"],
    "monitor rules": ["--runbook-url", "https://wiki.example/opskit"],
    "plan": [],
    "report diff": ["before.json", "before.json"],
    "report list": [],
    "report show": [],
    "rollback": ["-n"],
    "runbook export": ["migration-readiness"],
    "runbook lint": [],
    "runbook list": [],
    "runbook schema": [],
}
# Those that take evidence: the database is untouched, the ledger gains events.
RECORDS = {
    "bench": ["duplicate_check", "--seconds", "0.2"],
    "checklist run": [],
    "compare": ["staging", "production"],
    "fleet report": [],
    "gate run": ["canary"],
    "report write": [],
    "verify indexes": [],
    "verify schema": [],
}
# What is done by hand or by a whole window, with tests of its own.
# A watch ends when a person ends it: tests/screens/test_watch.py holds it to the same.
# A service ends when the machine ends it: tests/cli/test_monitor_export.py, tests/cli/test_fleet_workers.py.
ENDLESS = {"checklist watch", "fleet work", "monitor serve"}
CHANGES = {
    "check new", "check test", "checklist reset", "checklist sign", "checklist skip", "demo", "gate decide",
    "gate sign", "ledger deliver", "monitor prove", "rehearse",
}  # fmt: skip
NO_ENVIRONMENT = {
    "check list", "check explain", "compare", "completion", "config show", "explain", "init", "monitor alerts",
    "monitor dashboard", "monitor queries", "monitor rule-tests", "monitor rules",
}  # fmt: skip


@pytest.fixture(scope="module")
def databases(cluster: Cluster, intowork_template: str) -> Iterator[dict[str, str]]:
    with new_database(cluster, intowork_template) as staging, new_database(cluster, intowork_template) as production:
        yield {"staging": staging, "production": production}


@pytest.fixture
def window(project: Project, databases: dict[str, str]) -> Project:
    for name, conninfo in databases.items():
        project.environment(name, conninfo)
    shutil.copytree(SAMPLE / "migrations", project.place / "migrations", dirs_exist_ok=True)
    return project


def files(place: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def typed(name: str, words: list[str]) -> list[str]:
    takes_environment = name not in NO_ENVIRONMENT and name.partition(" ")[0] not in ("fleet", "ledger", "runbook")
    return [*name.split(), *words, *(["-e", "staging"] if takes_environment else [])]


def used(window: Project, conninfo: str, words: list[str]) -> int:
    """Transaction ids that were used meanwhile, by anybody."""
    before = next_transaction(conninfo)
    assert window.run(*words).code in (0, 1, 3, 4, 10), words
    return next_transaction(conninfo) - before


def begin(window: Project, name: str) -> None:
    """What a command has to find."""
    if name == "fleet export k8s":
        (window.place / "targets.toml").write_text('[targets.one]\nservice = "one"\n', encoding="utf-8")
    if name in ("report diff", "report show"):
        window.run("report", "-e", "staging", "-O", "before.json").ok()


def test_every_command_is_one_that_looks_one_that_records_or_one_that_changes() -> None:
    assert {name for name, _ in all_commands()} == LOOKS.keys() | RECORDS.keys() | CHANGES | ENDLESS


@pytest.mark.parametrize("name", [*LOOKS, *RECORDS])
def test_looking_changes_nothing_in_the_database(window: Project, databases: dict[str, str], name: str) -> None:
    staging, words = databases["staging"], typed(name, {**LOOKS, **RECORDS}[name])
    begin(window, name)
    before = objects(staging)
    assert any(used(window, staging, words) == 0 for _ in range(4))
    assert objects(staging) == before


@pytest.mark.parametrize("name", LOOKS)
def test_what_takes_no_evidence_leaves_no_file(window: Project, home: Path, name: str) -> None:
    begin(window, name)
    before = files(window.place) | files(home)
    window.run(*typed(name, LOOKS[name]))
    assert files(window.place) | files(home) == before


@pytest.mark.parametrize("name", RECORDS)
def test_evidence_goes_to_the_ledger_and_nowhere_else(window: Project, home: Path, name: str) -> None:
    before = files(window.place) | files(home)
    window.run(*typed(name, RECORDS[name]))
    made = (files(window.place) | files(home)).keys() - before.keys()
    assert {Path(path).name.partition(".sqlite")[0] for path in made} <= {"ledger"}
