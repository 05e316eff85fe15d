"""A database behind SSH: an environment with `ssh` is reached through a tunnel, whatever command asks."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from fixtures.openssh import OpenSsh, Sshd
from fixtures.program import Project
from fixtures.proxy import Proxy, proxied
from psycopg.conninfo import conninfo_to_dict

from opskit.core.endpoint import Endpoint
from opskit.errors import Unreachable
from opskit.remote.peer import of_this_user
from opskit.remote.tunnel import Tunnel
from opskit.scratch.cluster import Cluster

Behind = Callable[..., Project]


@pytest.fixture
def behind(sshd: Sshd, project: Project) -> Behind:
    """`behind(conninfo, ssh keys)`: a project whose only environment, `test`, is that database as the SSH server sees
    it."""
    return lambda conninfo, **keys: project.environment("test", conninfo, f"ssh = {{ {written(sshd, **keys)} }}")


def written(sshd: Sshd, **keys: object) -> str:
    host = sshd.host()
    given = {
        "host": host.host, "user": host.user, "port": sshd.port, "key": host.key_file, "known_hosts": host.known_hosts,
    } | keys  # fmt: skip
    return ", ".join(f"{key} = {value if isinstance(value, int) else repr(value)}" for key, value in given.items())


@pytest.fixture
def proxy(cluster: Cluster) -> Iterator[Proxy]:
    """The server by TCP."""
    with proxied(cluster.socket_dir / f".s.PGSQL.{cluster.port}") as proxy:
        yield proxy


def by_tcp(proxy: Proxy, database: str) -> str:
    return f"host=localhost port={proxy.port} user=postgres dbname={conninfo_to_dict(database)['dbname']}"


def logins(sshd: Sshd) -> int:
    return (sshd.place / "log").read_text().count("Accepted publickey")


def forwarded(sshd: Sshd, cluster: Cluster) -> int:
    """How many connections are open from the SSH server to the socket of the database server."""
    return sum(1 for line in Path("/proc/net/unix").read_text().splitlines() if line.endswith(f".{cluster.port}"))


def test_a_socket_of_the_other_machine_is_reached_with_one_login_for_all_sessions(
    behind: Behind, database: str, sshd: Sshd
) -> None:
    project, before = behind(database).migration("1_t", "create table t (id integer primary key);"), logins(sshd)
    project.run("apply", "--confirm", "test").ok()
    assert logins(sshd) - before == 1
    with psycopg.connect(database) as db:
        assert db.execute("select count(*) from t").fetchone() == (0,)


def test_a_port_of_the_other_machine_is_reached_and_no_session_goes_another_way(
    behind: Behind, database: str, proxy: Proxy, connect: Callable[[str], psycopg.Connection[tuple[object, ...]]]
) -> None:
    """The name of the host leads nowhere from here."""
    project = behind(by_tcp(proxy, database).replace("host=localhost", "host=db.invalid hostaddr=127.0.0.1"))
    project.run("plan").ok()
    project.migration("1_t", "create table t (id integer primary key); create index t_i on t (id);")
    project.run("apply", "--confirm", "test").ok()
