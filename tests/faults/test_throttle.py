"""opskit pauses before its next statement while replicas, the archive or the disk do not keep up, and says why."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.server import SETTINGS, Connect
from fixtures.standby import follow
from fixtures.waiting import until
from psycopg import sql

from opskit.core.environment import Environment
from opskit.core.throttle import Limits
from opskit.errors import Blocked
from opskit.pg import disk_space, throttle
from opskit.pg.reading import ReadSession, reading
from opskit.pg.throttle import crowding, unwatched, wait_for_room
from opskit.scratch.cluster import Cluster, running

OFF = Limits(replica_lag_s=0, archive_backlog=0, min_free_pct=0)
ARCHIVE = Limits(replica_lag_s=0, archive_backlog=2, min_free_pct=0)
REPLICA = Limits(replica_lag_s=1, archive_backlog=0, min_free_pct=0)
Pair = tuple[Cluster, Cluster]


@pytest.fixture(scope="module")
def pair(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A server with an archive that takes nothing, and its replica `r1`."""
    place, archive = tmp_path_factory.mktemp("primary"), {"archive_mode": "on", "archive_command": "false"}
    server = Cluster.create(place, "server", pg_bin, SETTINGS | archive)
    follower = Cluster.create(place, "replica", pg_bin, {})
    follow(follower, server)
    try:
        with running(server), running(follower), psycopg.connect(server.conninfo(), autocommit=True) as admin:
            assert until(lambda: admin.execute("select from pg_stat_replication where state = 'streaming'").fetchall())
            yield server, follower
    finally:
        server.destroy()
        follower.destroy()


@pytest.fixture
def primary(pair: Pair) -> Cluster:
    return pair[0]


@contextmanager
def looking(conninfo: str) -> Iterator[ReadSession]:
    with reading(Environment("test", conninfo, conninfo), "opskit/20260106-220501-9f3a/apply") as db:
        yield db


@pytest.fixture
def db(primary: Cluster) -> Iterator[ReadSession]:
    with looking(primary.conninfo()) as session:
        yield session


@pytest.fixture
def admin(primary: Cluster, connect: Connect) -> psycopg.Connection[Any]:
    return connect(primary.conninfo())


def test_wal_files_that_wait_to_be_archived_are_counted(db: ReadSession, admin: psycopg.Connection[Any]) -> None:
    for _ in range(4):
        admin.execute("create table if not exists t (a integer); insert into t values (1); select pg_switch_wal()")
    assert until(lambda: crowding(db, ARCHIVE))
    waiting = len(admin.execute("select from pg_ls_archive_statusdir() where name like '%.ready'").fetchall())
    assert waiting > 2
    assert crowding(db, ARCHIVE) == f"{waiting} WAL files wait to be archived (limit 2)"
    assert crowding(db, Limits(0, waiting, 0)) == ""
    assert crowding(db, OFF) == ""


@pytest.fixture
def replica(pair: Pair, connect: Connect) -> Iterator[psycopg.Connection[Any]]:
    """A session on the replica, which replays again afterwards."""
    session = connect(pair[1].conninfo())
    yield session
    session.execute("select pg_wal_replay_resume()")


def paused(replica: psycopg.Connection[Any], admin: psycopg.Connection[Any]) -> None:
    """What the server measured before is forgotten first: the lag only grows from now on."""
    forgotten = "select coalesce(max(replay_lag) < '500 ms', true) from pg_stat_replication"
    assert until(lambda: admin.execute(forgotten).fetchone() == (True,))
    replica.execute("select pg_wal_replay_pause()")
    assert until(lambda: replica.execute("select pg_get_wal_replay_pause_state()").fetchone() == ("paused",))
    admin.execute("create table if not exists t (a integer); insert into t values (1)")


def test_a_replica_that_does_not_keep_up_is_named_until_it_has_caught_up(
    db: ReadSession, admin: psycopg.Connection[Any], replica: psycopg.Connection[Any]
) -> None:
    assert until(lambda: not crowding(db, REPLICA))
    paused(replica, admin)
    found = until(lambda: crowding(db, REPLICA))
    assert found.startswith("replica r1 is ")
    assert found.endswith(" s behind (limit 1 s)")
    replica.execute("select pg_wal_replay_resume()")
    assert until(lambda: not crowding(db, REPLICA))


def test_the_wait_tells_why_and_ends_when_there_is_room(
    db: ReadSession, admin: psycopg.Connection[Any], replica: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "SAY_EVERY_S", 60.0)
    paused(replica, admin)
    assert until(lambda: crowding(db, REPLICA))
    told, pauses = list[str](), list[float]()

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            replica.execute("select pg_wal_replay_resume()")
        time.sleep(0.1)

    # the server learns of the lag by the replica's replies, and may know of none between two of them
    assert until(lambda: wait_for_room(db, REPLICA, 60, pause, told.append) or pauses)
    assert len(pauses) >= 3
    assert len(told) == 1
    assert told[0].startswith("pauses before the next statement: replica r1 is ")


def test_the_wait_says_it_again_now_and_then_and_gives_up_when_patience_is_over(
    db: ReadSession, admin: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "SAY_EVERY_S", 0.3)
    admin.execute("create table if not exists t (a integer); insert into t values (1); select pg_switch_wal()")
    limits, told = Limits(0, 1, 0), list[str]()
    for _ in range(2):
        admin.execute("insert into t values (1); select pg_switch_wal()")
    assert until(lambda: crowding(db, limits))
    with pytest.raises(Blocked) as caught:
        wait_for_room(db, limits, 2.0, lambda _: time.sleep(0.1), told.append)
    assert caught.value.exit_code == 4
    assert caught.value.what == "there was no room for the next statement within 2 s"
    assert "WAL files wait to be archived (limit 1)" in caught.value.why
    assert "pg_stat_archiver" in caught.value.hint
    assert "[apply] max_archive_backlog" in caught.value.hint
    assert 3 <= len(told) <= 2.0 / 0.3 + 1


def test_with_room_nothing_is_waited_for_and_nothing_told(db: ReadSession) -> None:
    told = list[str]()
    wait_for_room(db, OFF, 0, lambda _: pytest.fail("waited"), told.append)
    assert told == []


def test_a_full_disk_is_told_in_percent(db: ReadSession) -> None:
    """Of the real file system, judged by a limit above and below what is free; others write to it and delete."""
    free, total = disk_space.disk_space(db)
    assert free
    assert total
    percent = 100 * free // total
    assert crowding(db, Limits(0, 0, percent - 5)) == ""
    found = crowding(db, Limits(0, 0, percent + 5))
    assert re.fullmatch(rf"\d+ % of the disk is free \(limit {percent + 5} %\)", found)


def test_what_cannot_be_seen_is_not_guessed_but_told(primary: Cluster, admin: psycopg.Connection[Any]) -> None:
    name = f"clerk_{os.getpid()}"
    admin.execute(sql.SQL("create role {} login").format(sql.Identifier(name)))
    with looking(f"{primary.conninfo()} user={name}") as blind:
        everything = Limits(replica_lag_s=0.001, archive_backlog=1, min_free_pct=99)
        assert crowding(blind, everything) == ""
        assert [note.partition(" not watched")[0] for note in unwatched(blind, everything)] == [
            "the lag of replicas is", "the WAL files that wait to be archived are", "free disk is"
        ]  # fmt: skip
        assert unwatched(blind, OFF) == []
    admin.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


def test_a_login_that_sees_everything_has_no_notes(db: ReadSession) -> None:
    assert unwatched(db, Limits()) == []


def test_a_server_without_archive_and_replicas_has_nothing_to_wait_for(database: str) -> None:
    with looking(database) as alone:
        assert crowding(alone, Limits(replica_lag_s=0.001, archive_backlog=1, min_free_pct=0)) == ""
        assert unwatched(alone, Limits(min_free_pct=0)) == []
