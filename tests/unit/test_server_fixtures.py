"""The fixtures other tests stand on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from fixtures.server import Connect
from fixtures.server_log import Logged, ServerLog

from opskit.scratch.cluster import Cluster


def test_each_database_is_empty_and_goes_away(cluster: Cluster, database: str, connect: Connect) -> None:
    with connect(database) as connection:
        connection.execute("create table leftover ()")
    tables = connect(database).execute("select count(*) from pg_class where relname = 'leftover'")
    assert tables.fetchone() == (1,)


@pytest.mark.parametrize("_turn", [1, 2])
def test_a_database_does_not_see_what_another_test_did(database: str, connect: Connect, _turn: int) -> None:
    connect(database).execute("create table once ()")


def test_the_server_is_as_the_tests_expect_it(database: str, connect: Connect) -> None:
    connection = connect(database)
    connection.execute("create extension pg_stat_statements")
    connection.execute("create extension pgstattuple")
    row = connection.execute(
        "select current_setting('max_prepared_transactions'), current_setting('fsync'),"
        " current_setting('full_page_writes'), (select count(*) > 0 from pg_stat_statements)"
    ).fetchone()
    assert row == ("10", "off", "on", True)


def test_the_sample_is_small_whole_and_analysed(intowork: str, connect: Connect) -> None:
    connection = connect(intowork)
    row = connection.execute(
        "select (select count(*) from jobs), (select count(*) from candidates),"
        " (select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace),"
        " (select reltuples from pg_class where oid = 'jobs'::regclass)"
    ).fetchone()
    assert row == (2000, 1000, 12, 2000.0)


@pytest.mark.parametrize("_turn", [1, 2])
def test_a_copy_of_the_sample_may_be_destroyed(intowork: str, connect: Connect, _turn: int) -> None:
    connect(intowork).execute("drop table sessions")


def test_the_log_tells_the_statements_of_one_application(
    database: str, connect: Connect, server_log: Callable[[str], ServerLog]
) -> None:
    log = server_log(database)
    ours = connect(database, application_name="opskit/7|a/item")
    connect(database, application_name="other").execute("select 'not this'")
    ours.execute("select 1 as one,\n\t2 as two")
    ours.execute("select %s::text", ["a\nb|c"])
    with pytest.raises(psycopg.Error):
        ours.execute("select * from nothing_here")
    statements = log.statements("opskit/")
    pid = ours.info.backend_pid
    assert statements == [
        Logged("opskit/7|a/item", pid, "select 1 as one,\n\t2 as two"),
        Logged("opskit/7|a/item", pid, "select $1::text", "$1 = 'a\nb|c'"),
        Logged("opskit/7|a/item", pid, "select * from nothing_here"),
    ]
    assert [logged.application for logged in log.statements()].count("other") == 1


@pytest.mark.pg("< 14")
def test_a_test_for_another_server_version_is_not_run() -> None:
    pytest.fail("opskit needs 14")


def test_the_home_is_empty_and_no_setting_of_the_operator_is_seen(home: Path) -> None:
    assert Path.home() == home
    assert list(home.iterdir()) == []
    assert not [name for name in os.environ if name.startswith(("OPSKIT_", "PG"))]
