"""Gates on servers of their own: restarts and resets within the soak, a failover, a standby, a control beside the
canary."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.checklist import with_numbers
from fixtures.gates import INDEXES, gated, metric, run, scans, sql, used
from fixtures.program import Project
from fixtures.server import SETTINGS, Connect
from fixtures.standby import follow
from fixtures.waiting import until

from opskit.app.context import Context
from opskit.scratch.cluster import Cluster, running

HITS = 'source = "cache-hit"\nmin_blocks = 10\nwarm_up = "0s"\nrule = "hit_ratio > 0.1"'
LAG = 'source = "replication-lag"\nrule = "max_seconds < 60 and max_bytes < 100000000 and replicas >= 1"'


@pytest.fixture
def own(pg_bin: Path, tmp_path: Path) -> Iterator[Cluster]:
    """A server that a test may restart."""
    server = Cluster.create(tmp_path / "place", "server", pg_bin, SETTINGS)
    server.start()
    try:
        yield server
    finally:
        server.destroy()


@pytest.fixture
def shop(own: Cluster, project: Project) -> tuple[Project, str]:
    with psycopg.connect(own.conninfo(), autocommit=True) as admin:
        admin.execute("create database shop")
    conninfo = own.conninfo("shop")
    with_numbers(project, conninfo).run("apply", "--confirm", "test").ok()
    used(conninfo)  # up to 14 a server that has counted nothing yet makes up since when it counts
    return project, conninfo


def test_a_restart_within_the_soak_leaves_what_rests_on_the_server_open_until_it_was_watched_anew(
    own: Cluster, shop: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, database = shop
    gated(project, INDEXES, HITS, sql("0"), gate='soak = "1h"')
    run(project).exits(3)
    used(database)
    found = metric(run(project))
    assert found["verdict"] == "pass", (found["reason"], found["conditions"], found["notes"])
    own.stop()
    own.start()
    used(database)
    broken = run(project).exits(3)
    assert "the server was restarted before" in metric(broken)["reason"]
    assert [metric(broken, name)["verdict"] for name in ("m1", "m2", "m3")] == ["inconclusive", "inconclusive", "pass"]
    used(database)
    assert metric(run(project))["verdict"] == "inconclusive", "used since, and not watched for as long as the soak"
    used(database)
    monkeypatch.setattr(Context, "now", lambda _: datetime.now(UTC) + timedelta(hours=1))
    found = run(project).ok()
    assert (found.data["verdict"], found.data["soak"]["anew"]) == ("pass", "")


def test_counters_that_were_reset_within_the_soak_say_nothing(shop: tuple[Project, str], connect: Connect) -> None:
    project, database = shop
    gated(project, INDEXES, HITS, gate='soak = "1h"')
    run(project)
    used(database)
    found = metric(run(project))
    assert found["verdict"] == "pass", (found["reason"], found["conditions"], found["notes"])
    connect(database).execute("select pg_stat_reset()")
    until(lambda: scans(database) == 0)
    used(database)
    broken = run(project).exits(3)
    assert metric(broken)["verdict"] == "inconclusive"
    assert "the counters were reset before" in metric(broken)["reason"]


def test_a_crash_that_keeps_the_process_but_loses_the_counters_is_noticed(
    shop: tuple[Project, str], connect: Connect
) -> None:
    project, database = shop
    gated(project, INDEXES, gate='soak = "1h"')
    run(project)
    used(database)
    found = metric(run(project))
    assert found["verdict"] == "pass", (found["reason"], found["conditions"], found["notes"])
    crash(database)
    until(lambda: answers(database))
    used(database)
    broken = metric(run(project).exits(3))
    assert broken["verdict"] == "inconclusive"
    assert "the counters were reset before" in broken["reason"]


def crash(conninfo: str) -> None:
    """A server process is killed; back once the server has noticed, which ends all other sessions too."""
    with psycopg.connect(conninfo) as killed, psycopg.connect(conninfo, autocommit=True) as other:
        os.kill(killed.info.backend_pid, signal.SIGKILL)
        until(lambda: gone(other))


def gone(session: psycopg.Connection[Any]) -> bool:
    try:
        session.execute("select 1")
    except psycopg.OperationalError:
        return True
    return False


def answers(conninfo: str) -> bool:
    try:
        psycopg.connect(conninfo).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def pair(pg_bin: Path, tmp_path: Path, project: Project) -> Iterator[tuple[Cluster, Cluster]]:
    """A primary with the database `shop` and its standby."""
    place = tmp_path / "servers"
    server, follower = Cluster.create(place, "server", pg_bin, SETTINGS), Cluster.create(place, "replica", pg_bin, {})
    follow(follower, server)
    try:
        with running(server), running(follower):
            yield server, follower
    finally:
        server.destroy()
        follower.destroy()


@pytest.fixture
def replicated(pair: tuple[Cluster, Cluster], project: Project) -> tuple[Project, str, str]:
    server, follower = pair
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute("create database shop")
    primary, standby = server.conninfo("shop"), follower.conninfo("shop")
    with_numbers(project, primary).environment("test", primary, f'replicas = ["{standby}"]')
    project.run("apply", "--confirm", "test").ok()
    until(lambda: answers(standby) and _has_index(standby))
    return project, primary, standby


def _has_index(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as session:
        return session.execute("select from pg_class where relname = 'one'").fetchone() is not None


def test_an_index_used_on_a_standby_alone_is_used_and_its_lag_is_measured(
    replicated: tuple[Project, str, str],
) -> None:
    project, _, standby = replicated
    gated(project, INDEXES, LAG)
    run(project).exits(3)
    used(standby)
    found = run(project).ok()
    assert (metric(found)["verdict"], metric(found, "m2")["verdict"]) == ("pass", "pass")
    assert "r1: streaming" in str(metric(found, "m2")["notes"])


def test_a_standby_that_cannot_be_asked_leaves_the_use_of_an_index_open(
    replicated: tuple[Project, str, str], pair: tuple[Cluster, Cluster]
) -> None:
    project, primary, _ = replicated
    gated(project, INDEXES, LAG)
    run(project)
    pair[1].stop()
    until(lambda: not streams(primary))
    found = run(project).exits(3)
    assert metric(found)["verdict"] == "inconclusive"
    assert "replica 1 could not be read" in metric(found)["reason"]
    assert metric(found, "m2")["reason"] == "no replica streams from here"
    pair[1].start()


def streams(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as session:
        return session.execute("select from pg_stat_replication").fetchone() is not None


def test_a_failover_begins_the_soak_anew(replicated: tuple[Project, str, str], pair: tuple[Cluster, Cluster]) -> None:
    project, _, standby = replicated
    gated(project, sql("0"))
    run(project).ok()
    pair[0].stop()
    with psycopg.connect(standby, autocommit=True) as session:
        session.execute("select pg_promote(true)")
    project.environment("test", standby)
    found = run(gated(project, sql("0")), environment="test").ok()
    assert "failed over" in found.data["soak"]["anew"]
    pair[0].start()


def test_a_canary_is_measured_in_turn_with_its_control(
    project: Project, database: str, intowork: str, connect: Connect
) -> None:
    """The same query on two databases; on the slow one it also sleeps."""
    for conninfo in (database, intowork):
        connect(conninfo).execute("create function public.pause() returns void language sql as 'select pg_sleep(0)'")
    project.environment("test", database).environment("production", intowork)
    folder = project.place / "workload"
    folder.mkdir()
    (folder / "one.sql").write_text("-- title: one\nselect public.pause()\n")
    settings = project.place / "opskit.toml"
    settings.write_text(settings.read_text() + '[workload]\npath = "workload"\n')
    probe = 'source = "probe"\nseconds = 10\nmin_samples = 400\nrule = "p50_ms < 1000"'
    gated(project, probe, gate='kind = "cluster"\nsoak = "0s"\ncontrol = "production"\nload_band = 1.0')
    first = metric(run(project).exits(3))
    assert (first["verdict"], first["reason"].endswith("cannot be told from one look")) == ("inconclusive", True)
    same = metric(run(project))
    assert same["compared"][0]["control"] > 0
    assert [each["name"] for each in same["compared"]] == ["p50_ms", "p99_ms"]
    connect(database).execute(
        "create or replace function public.pause() returns void language sql as 'select pg_sleep(0.002)'"
    )
    run(project)
    slow = metric(run(project))
    assert slow["verdict"] == "fail", slow["reason"]
    assert slow["compared"][0]["ratio_ci"][0] > slow["compared"][0]["margin"]
