"""Staging, canary and production as three servers: what is missing fails, what is too little is open, what is good goes
on to production."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from fixtures.checklist import UP, items
from fixtures.gates import INDEXES, gated, metric, run, used
from fixtures.program import Project

from opskit.scratch.cluster import Cluster, running

CATALOG = 'source = "catalog"\nrule = "missing == 0 and invalid == 0"\ncritical = true'
FEW = 'source = "probe"\nseconds = 0.2\nmin_samples = 100000\nrule = "p99_ms < 50"\ncritical = true'
CLUSTER = 'kind = "cluster"\nsoak = "0s"'
PROMOTED = """\
[[item]]
id = "promoted"
title = "The canary has passed"
priority = "critical"
phase = "p"
kind = "check"
check = { type = "gate", gate = "canary", environment = "canary" }
[[item]]
id = "migrate"
title = "The migrations"
priority = "critical"
phase = "p"
kind = "action"
needs = ["promoted"]
check = { type = "migrate" }
do = { type = "migrate" }
undo = { type = "rollback" }
"""


@pytest.fixture
def fleet(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory, project: Project) -> Iterator[Project]:
    """A project whose three environments are servers of their own; only staging has the migration."""
    base = tmp_path_factory.mktemp("fleet")
    with ExitStack() as stack:
        for name in ("staging", "canary", "production"):
            server = Cluster.create(base, name, pg_bin, {"fsync": "off"})
            stack.callback(server.destroy)
            stack.enter_context(running(server))
            with psycopg.connect(server.conninfo(), autocommit=True) as session:
                session.execute("create table numbers as select g as n from generate_series(1, 100) as g")
            project.environment(name, server.conninfo())
        project.migration("a1_first", UP).run("apply", "-e", "staging", "--confirm", "staging").ok()
        folder = project.place / "workload"
        folder.mkdir()
        (folder / "seven.sql").write_text("-- title: seven\nselect n from numbers where n = 7\n")
        with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
            file.write('[workload]\npath = "workload"\n')
        yield project


def test_a_canary_decides_for_production_on_three_servers(fleet: Project) -> None:
    gated(fleet, CATALOG, INDEXES, gate=CLUSTER, items=PROMOTED)
    missing = run(fleet, environment="canary").exits(1)
    assert (missing.data["verdict"], metric(missing)["value"]) == ("fail", 1)
    on_production = ("checklist", "run", "migrate", "--runbook", "small", "-e", "production", "--confirm", "production")
    blocked = fleet.run(*on_production, "--json").exits(4)
    assert blocked.document["changed"] is False

    fleet.run("apply", "-e", "canary", "--confirm", "canary").ok()
    gated(fleet, CATALOG, FEW, gate=CLUSTER, items=PROMOTED)
    few = run(fleet, environment="canary").exits(3)
    assert (few.data["verdict"], metric(few, "m2")["verdict"]) == ("inconclusive", "inconclusive")

    gated(fleet, CATALOG, INDEXES, gate=CLUSTER, items=PROMOTED)
    run(fleet, environment="canary").exits(3)
    used(fleet.environments["canary"].partition('dsn = "')[2].partition('"\n')[0])
    assert run(fleet, environment="canary").ok().data["verdict"] == "pass"
    fleet.run("checklist", "run", "promoted", "--runbook", "small", "-e", "production").ok()
    done = fleet.run(*on_production, "--json").ok()
    assert (done.document["changed"], items(done)["migrate"]["status"]) == (True, "pass")
