"""`opskit check --over`: counters looked at twice, so that what is found is of now and not of last year."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
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


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """`meanwhile(work)`: that is done between the two looks, instead of only waiting there."""

    def between(work: Callable[[], object]) -> None:
        monkeypatch.setattr("opskit.app.check.time", SimpleNamespace(sleep=lambda _: work()))

    return between


def run_many(connection: psycopg.Connection[Any], times: int) -> None:
    for _ in range(times):
        connection.execute(SLOW)


def test_what_was_slow_before_the_interval_is_not_found_in_it(
    counted: Project, database: str, connect: Connect
) -> None:
    run_many(connect(database), 6)
    assert "pg_sleep" in found(counted)["findings"][0]["message"]
    assert found(counted, "--over", "1s")["findings"] == []


def test_what_is_slow_in_the_interval_is_found(
    counted: Project, database: str, connect: Connect, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    client = connect(database)
    run_many(client, 10)
    meanwhile(lambda: run_many(client, 7))
    (finding,) = found(counted, "--over", "1s")["findings"]
    assert finding["facts"]["calls"] == 7
    assert finding["facts"]["mean_ms"] >= 30


def test_a_reset_meanwhile_is_no_negative_count(
    counted: Project, database: str, connect: Connect, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    client = connect(database)
    run_many(client, 20)

    def reset_and_run() -> None:
        client.execute("select pg_stat_statements_reset()")
        run_many(client, 6)

    meanwhile(reset_and_run)
    (finding,) = found(counted, "--over", "1s")["findings"]
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
