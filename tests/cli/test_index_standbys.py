"""`verify indexes` without `replicas` in opskit.toml: a standby that streams over a network is found and read."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.indexes import indexes, window_of, with_indexes
from fixtures.program import Project
from fixtures.server import SETTINGS, Connect
from fixtures.standby import caught_up
from fixtures.waiting import counts, scanned

from opskit.scratch.account import server_account
from opskit.scratch.cluster import Cluster, running
from opskit.scratch.home import State

# A standby that goes to another loopback address comes from 127.0.0.1: there it listens itself, on the same port.
PRIMARY, STANDBY = "127.0.0.2", "127.0.0.1"
ALLOW = "local all all trust\nhost all all 127.0.0.0/8 trust\nhost replication all 127.0.0.0/8 trust\n"


def written(cluster: Cluster, file: str, text: str) -> None:
    answer = server_account().run(["/bin/sh", "-c", 'cat >"$1"', "sh", str(cluster.data_dir / file)], text)
    assert answer.returncode == 0, answer.stderr


@pytest.fixture
def pair(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A primary and a standby of it, both reached at the port that this is."""
    place = tmp_path_factory.mktemp("pair")
    primary = Cluster.create(place, "primary", pg_bin, SETTINGS, listen=PRIMARY)
    standby = Cluster.create(place, "standby", pg_bin, {"cluster_name": "beside"}, listen=STANDBY)
    written(primary, "pg_hba.conf", ALLOW)
    with socket.create_server(("", 0)) as probe:  # free at every address
        port: int = probe.getsockname()[1]
    for each, listen in ((primary, PRIMARY), (standby, STANDBY)):
        each._home.save(State(each.bin_dir, listen, port))
    script = 'own=$(cat "$2/postgresql.conf") && rm -rf "$2"/* && cp -a "$1"/. "$2" && cat >"$2/postgresql.conf"'
    settings = f"primary_conninfo = 'host={PRIMARY} port={port} user=postgres'\nwal_receiver_status_interval = '1s'\n"
    own = (standby.data_dir / "postgresql.conf").read_text() + settings
    own += f"max_prepared_transactions = {SETTINGS['max_prepared_transactions']}\n"
    copied = server_account().run(
        ["/bin/sh", "-c", f'{script} && touch "$2/standby.signal"', "sh", str(primary.data_dir), str(standby.data_dir)],
        own,
    )
    assert copied.returncode == 0, copied.stderr
    try:
        with running(primary), running(standby):
            with psycopg.connect(primary.conninfo(), autocommit=True) as connection:
                counts(connection, "select count(*) = 1 from pg_stat_replication where state = 'streaming'")
            yield port
    finally:
        primary.destroy()
        standby.destroy()


def soon_used(project: Project, name: str) -> dict[str, Any]:
    """A guessed address is given up after two seconds, and a standby that just reconnects is not seen: on a machine
    that is busy, one look may miss it, and then says so."""
    end = time.monotonic() + 40
    while (found := indexes(project)[name])["usage"] == "inconclusive" and time.monotonic() < end:
        time.sleep(0.5)
    return found


def test_what_is_scanned_on_a_standby_that_nobody_declared_is_used(
    pair: int, project: Project, connect: Connect
) -> None:
    primary, standby = (f"host={host} port={pair} user=postgres dbname=postgres" for host in (PRIMARY, STANDBY))
    connection = connect(primary)
    with_indexes(project.environment("test", primary), connection)
    connection.execute("update opskit.statement set finished_at = now() - interval '1 hour'")
    window_of(project, 0)
    caught_up(primary, standby)
    scanned(standby, "set enable_seqscan = off", "select * from t where a = 7 and b > 0")
    found = soon_used(project, "t_a")
    assert found["usage"] == "used", found
    assert found["evidence"].endswith("scans on standby beside at 127.0.0.1")


def test_a_login_that_may_not_see_where_they_come_from_leaves_it_open(
    pair: int, project: Project, connect: Connect
) -> None:
    primary = f"host={PRIMARY} port={pair} dbname=postgres"
    connection = connect(f"{primary} user=postgres")
    with_indexes(project.environment("test", f"{primary} user=postgres"), connection)
    connection.execute("update opskit.statement set finished_at = now() - interval '1 hour'")
    connection.execute("create role stranger login; grant usage on schema opskit to stranger")
    connection.execute("grant select on all tables in schema opskit to stranger")
    project.environment("test", f"{primary} user=stranger")
    window_of(project, 0)
    found = indexes(project)["t_a"]
    assert (found["usage"], found["nodes"]) == ("inconclusive", [])
    assert "1 standby server(s) count theirs for themselves" in found["evidence"]
