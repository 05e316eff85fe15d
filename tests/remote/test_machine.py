"""What the machine of a server says over SSH, and who asks it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.openssh import Sshd
from fixtures.program import Project
from psycopg import sql

from opskit.app.server_machine import server_machine
from opskit.app.ways import Ways
from opskit.core.environment import Environment
from opskit.core.throttle import Limits
from opskit.pg import throttle
from opskit.pg.disk_space import disk_space
from opskit.pg.reading import reading
from opskit.remote.facts import machine
from opskit.remote.tunnel import Tunnel
from opskit.scratch.cluster import Cluster, running


@pytest.fixture
def tunnel(sshd: Sshd) -> Iterator[Tunnel]:
    made = Tunnel(sshd.host())
    yield made
    made.close()


@pytest.fixture
def behind(sshd: Sshd, database: str) -> Iterator[Environment]:
    """The server is on the machine that SSH leads to."""
    ways = Ways()
    yield ways.laid(Environment("test", database, database, ssh=sshd.host()))
    ways.close()


@pytest.fixture(scope="module")
def elsewhere(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server that is reached from the SSH server by an address which is not the one that it comes from."""
    server = Cluster.create(tmp_path_factory.mktemp("elsewhere"), "server", pg_bin, {}, listen="127.0.0.2")
    try:
        with running(server):
            with psycopg.connect(server.conninfo(), autocommit=True) as admin:
                admin.execute("create role ann login superuser password 'pä ss:word'")
            yield server
    finally:
        server.destroy()


@pytest.fixture
def beyond(elsewhere: Cluster, project: Project, sshd: Sshd, home: Path) -> Project:
    """An environment of that server; the password stands in ~/.pgpass, by host and port as the SSH server sees them."""
    (home / ".pgpass").write_text(f"127.0.0.2:{elsewhere.port}:postgres:ann:pä ss\\:word\n")
    (home / ".pgpass").chmod(0o600)
    dsn = f"host=127.0.0.2 port={elsewhere.port} user=ann dbname=postgres"
    return project.environment("test", dsn, sshd.toml())


def test_a_machine_tells_its_disks_memory_load_and_clock(tunnel: Tunnel, tmp_path: Path) -> None:
    found, here = machine(tunnel, [str(tmp_path), "/"]), os.statvfs(tmp_path)
    assert [each.path for each in found.disks] == [str(tmp_path), "/"]
    assert found.disks[0].total_bytes == here.f_blocks * here.f_frsize
    assert abs(found.disks[0].free_bytes - here.f_bavail * here.f_frsize) < 2**30
    assert Path(found.disks[0].mount).is_mount()
    assert (found.cores, found.skew_s) == (os.sysconf("SC_NPROCESSORS_ONLN"), 0)
    assert found.memory_bytes == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert found.available_bytes
    assert found.load is not None
    assert abs(found.load - os.getloadavg()[0]) < 5


def test_a_path_is_a_path_whatever_is_in_it(tunnel: Tunnel, tmp_path: Path) -> None:
    """No shell reads it; what is not there is left out."""
    names = ["two words", "$(touch ran)", "`touch ran`", "a';touch ran;'", '"', "-a", "new\nline", "*", "100 % 1 2 3"]
    for name in names:
        (tmp_path / name).mkdir()
    paths = [*(str(tmp_path / name) for name in names), str(tmp_path / "not there")]
    assert [each.path for each in machine(tunnel, paths).disks] == paths[:-1]
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(names)
    assert not (Path.home() / "ran").exists()


def test_a_plan_knows_the_room_on_the_disk_of_the_server(project: Project, sshd: Sshd, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as db:
        db.execute("create table t as select generate_series(1, 50000) as a")
    project.environment("test", database, sshd.toml()).migration("1_i", "create index t_a on t (a);")
    disk = project.run("plan", "--json").ok().data["disk"]
    assert 0 < disk["need_bytes"] < disk["free_bytes"] <= disk["total_bytes"]


def test_a_pause_looks_at_the_disk_of_the_server(behind: Environment) -> None:
    with reading(behind, "opskit/test/look") as db:
        free, total = disk_space(db, behind.way)
        assert free
        assert total
        limits = Limits(replica_lag_s=0, archive_backlog=0, min_free_pct=100 * free // total + 5)
        assert "% of the disk is free" in throttle.crowding(db, limits, behind.way)
        assert throttle.unwatched(db, limits, behind.way) == []


def test_a_tablespace_is_looked_at_where_it_lies(behind: Environment, cluster: Cluster, tmp_path: Path) -> None:
    place = cluster.socket_dir.parent / f"a $(table) space; {time.monotonic_ns()}"
    place.mkdir()
    os.chown(place, cluster.data_dir.stat().st_uid, -1)
    with psycopg.connect(cluster.conninfo(), autocommit=True) as db:
        db.execute(sql.SQL("create tablespace odd location {}").format(sql.Literal(str(place))))
        try:
            with reading(behind, "opskit/test/look") as session:
                found = server_machine(session, behind)
            assert found
            assert {"data directory", "tablespace odd"} <= found[1].keys()
            assert found[1]["tablespace odd"].path == str(place)
        finally:
            db.execute("drop tablespace odd")


def test_what_a_bastion_says_of_itself_is_not_taken_for_the_server(beyond: Project) -> None:
    """And the server is logged in to with the password that stands for it, not for the door."""
    with_table = "create table t as select generate_series(1, 50000) as a"
    beyond.migration("1_t", with_table).run("plan", "--json").ok()
    assert beyond.run("plan", "--json").ok().data["disk"]["free_bytes"] is None
    items = {each["name"]: each for each in beyond.run("doctor", "--json").data["items"]}
    assert items["machine"]["status"] == "ok"
    assert "is not of the server, which is on another machine" in items["machine"]["text"]
    (result,) = beyond.run("check", "disk_nearly_full", "--json").exits(3).data["checks"]
    assert (result["verdict"], "not on the machine that `ssh` leads to" in result["reason"]) == ("inconclusive", True)


def test_checks_of_the_machine_are_for_environments_behind_ssh(project: Project, sshd: Sshd, database: str) -> None:
    slugs = ["disk_nearly_full", "memory_nearly_exhausted", "machine_overloaded", "clock_skewed"]
    seen = project.environment("test", database, sshd.toml()).run("check", *slugs, "--json").data["checks"]
    assert [each["verdict"] for each in seen if each["slug"] == "clock_skewed"] == ["pass"]
    assert {each["slug"] for each in seen} == set(slugs)
    assert all(each["verdict"] in ("pass", "fail") for each in seen)
    everything = project.environment("test", database).run("check", "--json").data["checks"]
    assert not {each["slug"] for each in everything} & set(slugs)
