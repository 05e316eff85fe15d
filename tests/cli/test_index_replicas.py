"""`opskit verify indexes`: a standby counts the use of indexes for itself, and nothing is called unused unread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.indexes import indexes, window_of, with_indexes
from fixtures.program import Project
from fixtures.server import SETTINGS, Connect
from fixtures.standby import caught_up, follow
from fixtures.waiting import scanned

from opskit.scratch.cluster import Cluster, running

Pair = tuple[Cluster, Cluster]


@pytest.fixture(scope="module")
def pair(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    place = tmp_path_factory.mktemp("primary")
    server, follower = Cluster.create(place, "server", pg_bin, SETTINGS), Cluster.create(place, "replica", pg_bin, {})
    follow(follower, server)
    try:
        with running(server), running(follower):
            yield server, follower
    finally:
        server.destroy()
        follower.destroy()


@pytest.fixture
def shop(pair: Pair, project: Project, connect: Connect, request: pytest.FixtureRequest) -> Project:
    """Its index was made an hour ago, as far as opskit's record goes; no window is too short."""
    server, follower = pair
    name = f"shop_{abs(hash(request.node.name))}"
    connect(server.conninfo()).execute(f"create database {name}".encode())
    connection = connect(server.conninfo(name))
    with_indexes(project.environment("test", server.conninfo(name)), connection)
    connection.execute("update opskit.statement set finished_at = now() - interval '1 hour'")
    caught_up(server.conninfo(name), follower.conninfo())
    window_of(project, 0)
    return project


def with_replica(project: Project, *replicas: str) -> Project:
    text = ", ".join(f'"{each}"' for each in replicas)
    project.environment("test", project.environments["test"].split('"')[1], f"replicas = [{text}]")
    window_of(project, 0)
    return project


def standby(project: Project, follower: Cluster) -> str:
    name = project.environments["test"].partition("dbname='")[2].partition("'")[0]
    return follower.conninfo(name)


def test_a_standby_that_is_not_configured_leaves_open_what_it_counts(shop: Project) -> None:
    found = indexes(shop)["t_a"]
    assert (found["usage"], found["nodes"]) == ("inconclusive", [])
    assert found["evidence"] == "no scan here; 1 standby server(s) count theirs for themselves"


def test_what_is_scanned_on_a_replica_is_used(shop: Project, pair: Pair) -> None:
    there = standby(shop, pair[1])
    assert indexes(with_replica(shop, there))["t_a"]["usage"] == "unused"
    scanned(there, "set enable_seqscan = off", "select * from t where a = 7 and b > 0")
    found = indexes(shop)["t_a"]
    assert (found["usage"], found["scans"]) == ("used", 0)
    assert found["evidence"] == "no scan here; 1 scans on replica 1"
    assert [(each["node"], each["scans"]) for each in found["nodes"]] == [("replica 1", 1)]
    assert found["claims"]["observed"]["verdict"] == "pass"
    assert "scans on replica 1  1" in shop.run("verify", "indexes", "t_a").ok().out


def test_a_replica_that_cannot_be_read_leaves_it_open(shop: Project, pair: Pair) -> None:
    found = indexes(with_replica(shop, standby(shop, pair[1]), "host=/nowhere dbname=x"))["t_a"]
    assert found["usage"] == "inconclusive"
    assert found["evidence"].startswith("no scan here; replica 2 could not be read: ")
    assert found["nodes"][1]["scans"] is None


def test_a_replica_of_something_else_is_none(shop: Project, database: str) -> None:
    found = indexes(with_replica(shop, database))["t_a"]
    assert found["evidence"] == "no scan here; replica 1 is no standby of this database"


def test_a_password_in_the_connection_of_a_replica_is_refused(shop: Project) -> None:
    with_replica(shop, "host=/nowhere password=secret")
    assert "holds a password" in shop.run("verify", "indexes").exits(2).err
