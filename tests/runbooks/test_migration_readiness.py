"""The checklist of the analysis, carried out on a real server from its first line to its last."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from fixtures.checklist import REASON, items, remember
from fixtures.intowork import SAMPLE
from fixtures.program import Project

from opskit.app.alert_evidence import KIND, SUBJECT
from opskit.app.monitor_alerts import alerts, digest_of
from opskit.catalog.configuration import Settings

MANUAL = {
    "review-analysis": (), "backup-fresh": ("--evidence", "20260106F, restored on staging"),
    "load-test": ("--evidence", "100 users, p99 41 ms"), "dashboards": ("--evidence", "https://grafana.example/d/1"),
    "slo-monitoring": (), "alerts": ("--evidence", "test alert 7, after 40 s"), "issue-runbooks": (),
}  # fmt: skip


@pytest.fixture
def window(project: Project, intowork: str) -> Project:
    project.environment("test", intowork, "protected = true")
    shutil.copytree(SAMPLE / "migrations", project.place / "migrations", dirs_exist_ok=True)
    shutil.copytree(SAMPLE / "workload", project.place / "workload", dirs_exist_ok=True)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[workload]\npath = "workload"\n')
    return project


def sign(project: Project, item: str) -> None:
    project.run("checklist", "sign", item, *MANUAL.get(item, ()), *REASON).ok()


def test_it_goes_from_a_database_before_the_migration_to_one_that_is_ready(window: Project) -> None:
    before = window.run("checklist", "run", "--confirm", "test", "--json").exits(4)
    assert before.document["changed"] is False
    assert items(before)["document-rollback"]["status"] == "pending", "rehearsed; a person still has to sign"
    assert "rollback rehearsed on" in str(items(before)["document-rollback"]["evidence"])
    for item in ("review-analysis", "backup-fresh", "window"):
        sign(window, item)
    done = window.run("checklist", "run", "--confirm", "test", "--json").ok()
    found = items(done)
    assert done.document["changed"] is True
    assert {name for name, item in found.items() if item["outcome"] == "changed"} >= {
        "apply-migration", "production-config", "query-timeout", "pg-stat-statements", "full-text-search",
        "materialized-views",
    }  # fmt: skip
    assert "queries timed" in found["run-benchmarks"]["text"]
    assert all(item["status"] in ("pass", "signed") for item in found.values() if item["priority"] == "critical")
    again = window.run("checklist", "run", "--confirm", "test", "--json").ok()
    assert again.document["changed"] is False
    rules = digest_of(alerts(Settings()))
    remember(window, KIND, timedelta(days=1), subject=SUBJECT, digest=rules, verdict="pass", alerts=[])
    window.run("checklist", "run", "alerts").exits(4)
    for item in ("load-test", "document-rollback", "dashboards", "slo-monitoring", "alerts", "issue-runbooks"):
        sign(window, item)
    counts = window.run("checklist", "--json").ok().data["counts"]
    assert {name: (count["done"], count["total"]) for name, count in counts.items() if name != "nice"} == {
        "critical": (6, 6), "high": (4, 4), "medium": (4, 4),
    }  # fmt: skip
