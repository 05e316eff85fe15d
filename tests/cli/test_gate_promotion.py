"""A gate stands before production: what was not judged on the canary, as it is written here, does not go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from fixtures.checklist import events, items
from fixtures.gates import gated, run, sql
from fixtures.program import Outcome, Project
from fixtures.server import new_database

from opskit.scratch.cluster import Cluster
from opskit.store.sqlite_ledger import SqliteLedger

GUARDED = """
[[item]]
id       = "roll-out"
title    = "Roll out"
priority = "critical"
phase    = "p"
kind     = "action"
guard    = [{ type = "gate", gate = "canary", environment = "canary", max_age = "1h" }]
check    = { type = "migrate" }
do       = { type = "migrate" }
undo     = { type = "rollback" }

[[item]]
id       = "watch"
title    = "Watch the canary"
priority = "high"
phase    = "p"
kind     = "action"
check    = { type = "gate", gate = "canary" }
do       = { type = "gate", gate = "canary" }
undo     = { type = "none", reason = "it only looks" }
"""


@pytest.fixture
def rollout(project: Project, cluster: Cluster) -> Iterator[Project]:
    """`canary` and `production`, both with the table; the migration is applied on the canary."""
    with new_database(cluster) as canary, new_database(cluster) as production:
        for conninfo in (canary, production):
            with psycopg.connect(conninfo, autocommit=True) as connection:
                connection.execute("create table numbers as select g as n from generate_series(1, 100) as g")
        project.environment("canary", canary).environment("production", production)
        project.migration("a1_first", "create index one on numbers (n);")
        project.run("apply", "-e", "canary", "--confirm", "canary").ok()
        yield gated(project, sql("0", more="critical = true"), sql("0"), items=GUARDED)


def promote(project: Project) -> Outcome:
    return project.run(
        "checklist", "run", "roll-out", "--runbook", "small", "-e", "production", "--confirm", "production", "--json"
    )


def refused(project: Project) -> str:
    """Why it did not go on; nothing was changed."""
    outcome = promote(project).exits(4)
    assert outcome.document["changed"] is False
    found: str = events(project, "item.refused")[-1].body["reason"]
    return found


def shown(project: Project, item: str = "watch", environment: str = "canary") -> dict[str, Any]:
    answer = project.run("checklist", "show", item, "--runbook", "small", "-e", environment, "--json")
    found: dict[str, Any] = items(answer)[item]
    return found


def test_production_is_blocked_until_the_canary_has_passed_and_then_goes_on(rollout: Project) -> None:
    assert refused(rollout) == "gate: gate canary on canary was never looked at"
    run(rollout, environment="canary").ok()
    assert promote(rollout).ok().document["changed"] is True
    assert items(promote(rollout).ok())["roll-out"]["outcome"] == "unchanged"


def test_it_names_the_command_that_looks_at_the_canary(rollout: Project) -> None:
    told = rollout.run(
        "checklist", "run", "roll-out", "--runbook", "small", "-e", "production", "--confirm", "production"
    )
    assert "gate canary on canary was never looked at" in told.exits(4).err


def test_a_migration_that_the_canary_has_not_had_is_not_promoted(rollout: Project) -> None:
    run(rollout, environment="canary").ok()
    rollout.migration("b2_second", "create index two on numbers (n, (n + 1));")
    assert refused(rollout) == "gate: gate canary on canary: not applied where it was judged: b2"
    rollout.run("apply", "-e", "canary", "--confirm", "canary").ok()
    assert "changed something since it was looked at" in refused(rollout)
    run(rollout, environment="canary").ok()
    assert promote(rollout).ok().document["changed"] is True


def test_a_migration_that_was_edited_since_is_not_promoted(rollout: Project) -> None:
    run(rollout, environment="canary").ok()
    rollout.migration("a1_first", "create index one on numbers (n desc);")
    assert refused(rollout) == "gate: gate canary on canary: other than what was judged there: a1"


def test_what_was_judged_with_more_than_there_is_here_is_not_promoted(rollout: Project) -> None:
    rollout.migration("b2_second", "create index two on numbers (n, (n + 1));")
    rollout.run("apply", "-e", "canary", "--confirm", "canary").ok()
    run(rollout, environment="canary").ok()
    for file in sorted((rollout.place / "migrations" / "b2_second").iterdir()):
        file.unlink()
    (rollout.place / "migrations" / "b2_second").rmdir()
    assert refused(rollout).endswith("judged together with b2, of which there is no file here")


def test_old_evidence_a_later_failure_and_another_gate_are_no_go(rollout: Project) -> None:
    gated(rollout, sql("0"), items=GUARDED.replace('max_age = "1h"', 'max_age = "0s"'))
    run(rollout, environment="canary").ok()
    assert "and that counts for 0s" in refused(rollout)
    gated(rollout, sql("0", "value <= 0"), items=GUARDED)
    assert "the gate was written otherwise since" in refused(rollout)
    gated(rollout, sql("count(*)", "value < 200").replace("as value", "as value from numbers"), items=GUARDED)
    run(rollout, environment="canary").ok()
    with psycopg.connect(
        rollout.environments["canary"].partition('"')[2].partition('"')[0], autocommit=True
    ) as session:
        session.execute("insert into numbers select generate_series(1, 200)")
    run(rollout, environment="canary").exits(3)
    assert "the go of" in refused(rollout)
    assert "marginal: m1 fail" in refused(rollout)


def test_a_no_go_of_a_person_stops_production(rollout: Project) -> None:
    run(rollout, environment="canary").ok()
    decide = ("gate", "decide", "canary", "--runbook", "small", "-e", "canary", "--reason", "the pool was full twice")
    rollout.run(*decide, "--no-go").ok()
    assert refused(rollout) == "gate: gate canary on canary: no-go by postgres: the pool was full twice"
    rollout.run(*decide, "--go").ok()
    promote(rollout).ok()


def test_an_item_takes_a_look_itself_and_passes_with_it(rollout: Project) -> None:
    watch = ("checklist", "run", "watch", "--runbook", "small", "-e", "canary")
    rollout.run(*watch, "-n").exits(10)
    assert events(rollout, "gate.sampled") == []
    done = rollout.run(*watch, "--confirm", "canary", "--json")
    assert items(done)["watch"]["status"] == "pass", done.err
    assert len(events(rollout, "gate.sampled")) == 1
    assert "every metric passes (before-after (single cluster))" in items(done)["watch"]["text"]


def test_the_report_has_a_point_for_each_gate_and_the_page_shows_the_criteria(rollout: Project) -> None:
    report = ("report", "--runbook", "small", "-e", "canary", "--json")
    before = rollout.run(*report).ok().data
    assert [(each["gate"], each["verdict"], each["looks"]) for each in before["gates"]] == [
        ("canary", "inconclusive", 0)
    ]
    assert "gate canary, canary: before-after (single cluster)" in [each["what"] for each in before["blockers"]]
    page = rollout.run("checklist", "show", "--runbook", "small", "-e", "canary").ok().out
    assert "not measured yet: Metric 1 (value == 0); Metric 2 (value == 0)" in page
    run(rollout, environment="canary").ok()
    after = rollout.run(*report).ok().data
    assert [each["verdict"] for each in after["gates"]] == ["pass"]
    assert not [each for each in after["blockers"] if each["area"] == "gates"]
    assert after["gates"][0]["decision"]["decision"] == "go"
    page = rollout.run("checklist", "show", "--runbook", "small", "-e", "canary").ok().out
    criteria = page.partition("Success criteria")[2]
    assert "pass, value 0" in criteria
    assert "not measured" not in criteria
    looked = rollout.run("checklist", "show", "--runbook", "small", "-e", "canary", "--json").ok().data["metrics"]
    looks = [each.seq for each in SqliteLedger(rollout.ledger).events() if each.entry.kind == "gate.sampled"]
    assert {each["event"] for each in looked} == {looks[-1]}
    html = rollout.run("report", "--runbook", "small", "-e", "canary", "-o", "html").ok().out
    assert "Gate canary, canary: before-after (single cluster)" in html
    rollout.run("rollback", "-e", "canary", "--confirm", "canary").ok()
    page = rollout.run("checklist", "show", "--runbook", "small", "-e", "canary").ok().out
    assert "not measured since run" in page.partition("Success criteria")[2]
    stale = rollout.run(*report).ok().data
    assert [each["verdict"] for each in stale["gates"]] != ["pass"]


def test_a_soak_may_begin_with_the_end_of_an_item(rollout: Project) -> None:
    gated(rollout, sql("0"), gate='soak = "1h"\nafter = "roll-out"', items=GUARDED.replace("guard    =", "# "))
    blocked = run(rollout, environment="production").exits(4)
    assert "roll-out is not done on production (nothing was recorded)" in blocked.err
    assert "next: opskit checklist run roll-out -e production" in blocked.err
    promote(rollout).ok()
    found = run(rollout, environment="production").exits(3)
    done = events(rollout, "item.finished")[-1]
    assert found.data["soak"]["began"][:19] == done.at[:19]
    assert found.data["verdict"] == "running"
