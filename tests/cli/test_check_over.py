"""`opskit check --over`: counters looked at twice, so that what is found is of now and not of last year."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
SLOW = "select pg_catalog.pg_sleep(0.03)"


@pytest.fixture
def counted(database: str, on: On, connect: Connect) -> Project:
    connect(database).execute("create extension if not exists pg_stat_statements")
    project = on(database)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[thresholds]\n"statement_slow_mean.min_calls" = 5\n')
    return project


def found(project: Project, *words: str) -> Any:
    (result,) = project.run("check", "statement_slow_mean", "--json", *words).ok().data["checks"]
    return result


def run_many(connection: psycopg.Connection[Any]) -> None:
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        connection.execute(SLOW)


def test_what_was_slow_before_the_interval_is_not_found_in_it(
    counted: Project, database: str, connect: Connect
) -> None:
    client = connect(database)
    for _ in range(6):
        client.execute(SLOW)
    assert "pg_sleep" in found(counted)["findings"][0]["message"]
    assert found(counted, "--over", "1s")["findings"] == []


def test_what_is_slow_in_the_interval_is_found(counted: Project, database: str, connect: Connect) -> None:
    client = threading.Thread(target=run_many, args=(connect(database),))
    client.start()
    result = found(counted, "--over", "1s")
    client.join()
    (finding,) = result["findings"]
    assert 5 <= finding["facts"]["calls"] < 60
    assert finding["facts"]["mean_ms"] >= 30


def test_a_reset_meanwhile_is_no_negative_count(counted: Project, database: str, connect: Connect) -> None:
    client = connect(database)
    for _ in range(20):
        client.execute(SLOW)

    def reset_and_run() -> None:
        time.sleep(0.3)
        client.execute("select pg_stat_statements_reset()")
        for _ in range(6):
            client.execute(SLOW)

    other = threading.Thread(target=reset_and_run)
    other.start()
    (finding,) = found(counted, "--over", "1s")["findings"]
    other.join()
    assert finding["facts"]["calls"] == 6


@pytest.mark.parametrize("length", ["soon", "5", "-1s"])
def test_an_interval_that_is_none_is_wrong_usage(counted: Project, length: str) -> None:
    assert "is no length of time" in counted.run("check", "--over", length).exits(2).err


def test_a_login_that_does_not_see_others_statements_says_so(
    counted: Project, database: str, connect: Connect, on: On
) -> None:
    admin = connect(database)
    admin.execute("do $$ begin create role onlooker login; exception when duplicate_object then null; end $$")
    result = found(on(psycopg.conninfo.make_conninfo(database, user="onlooker")))
    assert (result["verdict"], result["findings"]) == ("inconclusive", [])
    assert result["reason"].endswith("statements of other roles: grant it pg_read_all_stats")
