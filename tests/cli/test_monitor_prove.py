"""`opskit monitor prove`: alerts are seen to fire by what they are there for, or it is said which did not; and the item
of the checklist that asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.checklist import events, look, remember, small
from fixtures.program import Project

from opskit.app.alert_breaking import BROKEN, ENDED, PUT_IN, Broken
from opskit.app.alert_evidence import KIND, SUBJECT
from opskit.app.monitor_alerts import alerts, digest_of
from opskit.app.monitor_prove import judged
from opskit.catalog.configuration import Settings
from opskit.core.alert import Alert
from opskit.core.exposed import Sample
from opskit.value import replace

On = Callable[[str], Project]
NOWHERE = "host=127.0.0.1 port=1 dbname=x"
ITEM = """\
id = "x"
title = "X"
priority = "high"
phase = "p"
kind = "action"
check = { type = "alerts", max_age = "30d" }
do = { type = "prove", promtool = "PROMTOOL" }
undo = { type = "none", reason = "its server is thrown away" }
"""


@pytest.mark.slow
def test_every_alert_fires_and_the_checklist_takes_it_as_evidence(
    project: Project, database: str, prometheus_bin: Path
) -> None:
    project.environment("test", database)
    small(project, ITEM.replace("PROMTOOL", str(prometheus_bin / "promtool")))
    run = ("checklist", "run", "x", "--runbook", "small", "--json")
    done = project.run(*run, "--confirm", "test").ok()
    (item,) = done.data["items"]
    assert item["status"] == "pass"
    assert item["text"].startswith(f"{len(alerts(Settings()))} alerts were seen to fire")
    (event,) = events(project, KIND)
    how = Counter(each["how"] for each in event.body["alerts"])
    assert how[BROKEN] >= 40
    assert how[ENDED] == 2
    gates = [each for each in event.body["alerts"] if each["name"].startswith("OpskitGate")]
    assert {each["how"] for each in gates} == {PUT_IN}
    assert how[PUT_IN] <= len(gates) + 7  # what no scratch server can be made to show


def test_without_promtool_nothing_is_tried_and_nothing_recorded(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(project.place))
    project.environment("test", NOWHERE)
    outcome = project.run("monitor", "prove").exits(3)
    assert "there is no promtool on the PATH (nothing was changed)" in outcome.err
    assert "next: apt-get install prometheus" in outcome.err
    assert "is no program" in project.run("monitor", "prove", "--promtool", "none/here").exits(3).err
    assert not project.ledger.exists()


@pytest.fixture
def asking(project: Project, database: str) -> Project:
    """A project whose only item asks for the proof."""
    project.environment("test", database)
    return small(project, ITEM.replace(', promtool = "PROMTOOL"', ""))


def broken(alert: Alert, sound: float = 0, after: float = 1) -> Broken:
    return Broken(alert, Sample(sound, alert.trial.labels), Sample(after, alert.trial.labels), BROKEN)


@pytest.fixture(scope="module")
def invalid_index() -> Alert:
    return next(each for each in alerts(Settings()) if each.name == "OpskitIndexInvalid")


def test_a_rule_that_does_not_fire_or_fires_too_early_fails_and_the_others_pass(
    prometheus_bin: Path, invalid_index: Alert
) -> None:
    never = replace(invalid_index, name="Never", expr="opskit_check_findings > 5")
    always = replace(invalid_index, name="Always", expr="opskit_check_findings >= 0")
    proofs = judged(prometheus_bin / "promtool", [broken(each) for each in (invalid_index, never, always)])
    assert [each.verdict for each in proofs] == ["pass", "fail", "fail"]
    assert "Never" in proofs[1].reason


def test_what_opskit_shows_nothing_of_cannot_be_tried(prometheus_bin: Path, invalid_index: Alert) -> None:
    blind = Broken(invalid_index, None, None, BROKEN, "the script fails")
    (proof,) = judged(prometheus_bin / "promtool", [blind])
    assert (proof.verdict, proof.reason) == ("inconclusive", "the script fails")


def test_a_break_that_changes_nothing_is_no_proof(prometheus_bin: Path, invalid_index: Alert) -> None:
    (proof,) = judged(prometheus_bin / "promtool", [broken(invalid_index, 0, 0)])
    assert proof.verdict == "fail"


FIRED = {"name": "OpskitDown", "how": BROKEN, "verdict": "pass", "reason": ""}
SILENT = {"name": "OpskitIndexInvalid", "how": BROKEN, "verdict": "fail", "reason": "it did not fire"}


@pytest.mark.parametrize(
    ("ago", "body", "status", "words"),
    [
        (timedelta(days=29), {"verdict": "pass", "alerts": [FIRED]}, "pass", "1 alerts were seen to fire"),
        (timedelta(days=31), {"verdict": "pass", "alerts": [FIRED]}, "inconclusive", "counts for 30d"),
        (timedelta(days=1), {"verdict": "fail", "alerts": [FIRED, SILENT]}, "fail", "OpskitIndexInvalid"),
        (timedelta(days=1), {"verdict": "pass", "alerts": [FIRED], "digest": "0"}, "inconclusive", "others"),
    ],
)
def test_the_proof_counts_while_it_is_young_and_of_these_rules(
    asking: Project, ago: timedelta, body: dict[str, Any], status: str, words: str
) -> None:
    remember(asking, KIND, ago, **{"subject": SUBJECT, "digest": digest_of(alerts(Settings())), **body})
    item = asking.run("checklist", "run", "--runbook", "small", "--json").data["items"][0]
    assert item["status"] == status
    assert words in item["text"]


def test_the_shipped_checklist_asks_for_the_proof_and_then_for_a_person(project: Project, database: str) -> None:
    project.environment("test", database)
    assert look(project, "alerts")["text"] == "the ledger has no proof that the alerts fire"
    digest = digest_of(alerts(Settings()))
    remember(project, KIND, timedelta(), subject=SUBJECT, digest=digest, verdict="pass", alerts=[FIRED])
    assert look(project, "alerts")["text"] == "not signed yet"
