"""The runbook of an incident, carried out on a real server."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

import psycopg
import pytest
from fixtures.checklist import REASON, items
from fixtures.intowork import SAMPLE
from fixtures.program import Outcome, Project

from opskit.catalog.facts import fact
from opskit.core.fingerprint import fingerprint_of

DECIDED = ("--evidence", "INC-17", "--reason", "the job list times out since the deploy")


@pytest.fixture
def deployed(project: Project, intowork: str) -> Project:
    """The sample with its migrations, a moment after they were applied."""
    project.environment("test", intowork, "protected = true")
    shutil.copytree(SAMPLE / "migrations", project.place / "migrations", dirs_exist_ok=True)
    project.run("apply", "--confirm", "test").ok()
    return project


def run(project: Project, *words: str) -> Outcome:
    return project.run("checklist", *words, "--runbook", "incident-rollback")


def objects(conninfo: str) -> Mapping[str, str]:
    with psycopg.connect(conninfo, autocommit=True, row_factory=psycopg.rows.dict_row) as connection:
        connection.execute("set search_path = pg_catalog")
        return fingerprint_of(connection.execute(fact("schema_objects").encode()).fetchall()).objects


def test_nothing_is_taken_back_before_somebody_has_decided(deployed: Project, intowork: str) -> None:
    before = objects(intowork)
    outcome = run(deployed, "run", "roll-back", "--confirm", "test", "--json").exits(4)
    assert outcome.document["changed"] is False
    assert "waits for decide" in items(outcome)["roll-back"]["text"]
    assert objects(intowork) == before


def test_the_last_run_is_taken_back_once_and_proven(deployed: Project, intowork: str) -> None:
    run(deployed, "sign", "decide", *DECIDED).ok()
    assert "drop index" in run(deployed, "run", "-n").exits(10).out.lower()
    first = run(deployed, "run", "--confirm", "test", "--json").exits(8)
    found = items(first)
    assert first.document["changed"] is True
    assert (found["roll-back"]["status"], found["roll-back"]["outcome"]) == ("pass", "changed")
    assert found["nothing-half-done"]["status"] == "pass"
    assert "idx_jobs_employer_id_status" not in str(objects(intowork))
    run(deployed, "sign", "application", *REASON).ok()
    again = run(deployed, "run", "--confirm", "test", "--json").ok()
    assert again.document["changed"] is False
    assert {item["status"] for item in items(again).values() if item["priority"] == "critical"} == {"pass", "signed"}


def test_what_was_decided_for_the_last_incident_takes_nothing_back_in_the_next(deployed: Project) -> None:
    run(deployed, "sign", "decide", *DECIDED).ok()
    run(deployed, "run", "roll-back", "--confirm", "test").ok()
    deployed.run("apply", "--confirm", "test").ok()
    shown: dict[str, Any] = items(run(deployed, "run", "roll-back", "--json"))["roll-back"]
    assert shown["status"] != "pass", "the rollback of the last incident proves nothing of the new run"
