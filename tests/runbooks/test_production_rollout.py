"""The three weeks of the analysis, shortened: each environment stands behind the gate of the one before."""

from __future__ import annotations

import shutil

import pytest
from fixtures.checklist import REASON, items
from fixtures.intowork import SAMPLE
from fixtures.program import Outcome, Project
from fixtures.server import new_database

from opskit.catalog import runbooks
from opskit.scratch.cluster import Cluster

BOOK = ("--runbook", "production-rollout")
# A day is too long for a test; what is judged, and how, stays as it ships.
SHORTER = (('soak            = "24h"', 'soak            = "1s"'), ('min_observation = "24h"', 'min_observation = "1s"'))


@pytest.fixture
def rollout(project: Project, cluster: Cluster, intowork_template: str) -> object:
    with (
        new_database(cluster, intowork_template) as staging,
        new_database(cluster, intowork_template) as canary,
        new_database(cluster, intowork_template) as production,
    ):
        project.environment("staging", staging).environment("canary", canary)
        project.environment("production", production, "protected = true")
        shutil.copytree(SAMPLE / "migrations", project.place / "migrations", dirs_exist_ok=True)
        text = runbooks.names(None)["production-rollout"].read_text(encoding="utf-8")
        for old, new in SHORTER:
            text = text.replace(old, new)
        (project.place / "runbooks").mkdir()
        (project.place / "runbooks" / "production-rollout.toml").write_text(text, encoding="utf-8")
        with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
            file.write(f'[workload]\npath = "{SAMPLE / "workload"}"\n[runbooks]\npath = "runbooks"\n')
        yield project


def gated(project: Project) -> Outcome:
    """Looked at until there are samples enough, and quick ones, which a busy machine takes a few looks for."""
    for _ in range(6):
        look = project.run("gate", "run", "staging", *BOOK, "-e", "staging", "--json")
        if look.code == 0:
            break
    return look.ok()


def run(project: Project, environment: str, *words: str) -> Outcome:
    return project.run("checklist", "run", *words, *BOOK, "-e", environment, "--confirm", environment, "--json")


def test_production_is_blocked_until_the_canary_has_passed(rollout: Project) -> None:
    for item in ("production-backup", "production"):
        rollout.run("checklist", "sign", item, *BOOK, "-e", "production", *REASON, "--evidence", "20260106F")
    outcome = run(rollout, "production", "production-migrate").exits(4)
    assert outcome.document["changed"] is False
    assert "waits for production-promoted" in items(outcome)["production-migrate"]["text"]


@pytest.mark.slow
def test_what_passed_on_staging_may_go_to_the_canary_and_nothing_else(rollout: Project) -> None:
    assert items(run(rollout, "canary"))["canary-promoted"]["status"] == "pending"
    done = run(rollout, "staging")
    found = items(done)
    assert done.document["changed"] is True
    assert {name: found[name]["status"] for name in ("staging-migrate", "staging-indexes", "staging-config")} == {
        "staging-migrate": "pass", "staging-indexes": "pass", "staging-config": "pass",
    }  # fmt: skip
    assert found["canary-migrate"]["status"] == "not applicable"
    assert gated(rollout).data["verdict"] == "pass"
    promoted = items(run(rollout, "canary"))["canary-promoted"]
    assert promoted["status"] == "pass", promoted
    rollout.migration("zz_later", "-- revises: k2f7a9c4b1d8\ncreate table later (a integer)")
    promoted = items(run(rollout, "canary"))["canary-promoted"]
    assert promoted["status"] == "inconclusive", "another migration was never judged on staging"
    assert "not applied where it was judged: zz" in promoted["text"]
