"""Checks that ask a real PgBouncer, and those that know the application's own pool."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from fixtures.pgbouncer import Pooled
from fixtures.program import Project
from fixtures.waiting import until
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from opskit.pg.pgbouncer import shown

ASKING = [
    "pooler_clients_waiting", "pooler_larger_than_server", "pooler_prepared_statements", "pooler_saturation",
]  # fmt: skip
On = Callable[[str], Project]


def console(through: str) -> str:
    return make_conninfo(through, dbname="pgbouncer")


def result(project: Project, slug: str) -> Any:
    (found,) = project.run("check", slug, "--json").data["checks"]
    return found


@pytest.fixture
def through(database: str, pooled: Pooled) -> str:
    return pooled(database, "transaction")


@pytest.fixture
def behind(database: str, through: str, project: Project) -> Project:
    """The database, with the pooler's console named; somebody has used the pool."""
    with psycopg.connect(through, autocommit=True, prepare_threshold=None) as client:
        client.execute("select 1")
    return project.environment("test", database, f'pgbouncer = "{console(through)}"')


@pytest.fixture
def five_busy_clients(behind: Project, through: str) -> Iterator[None]:
    """All server connections of the pool, in transactions."""
    clients = [psycopg.connect(through, prepare_threshold=None) for _ in range(5)]
    for client in clients:
        client.execute("select 1")
    yield
    for client in clients:
        client.close()


def test_a_pool_with_room_is_sound(behind: Project) -> None:
    for slug in ASKING:
        assert (slug, result(behind, slug)["verdict"]) == (slug, "pass")


@pytest.mark.usefixtures("five_busy_clients")
def test_clients_that_wait_are_found_with_their_pool(behind: Project, database: str, through: str) -> None:
    late = threading.Thread(target=ask_late, args=(through,))
    late.start()
    until(lambda: waits(through), "a client that waits")
    (waiting,) = result(behind, "pooler_clients_waiting")["findings"]
    (full,) = result(behind, "pooler_saturation")["findings"]
    name = conninfo_to_dict(database)["dbname"]
    assert waiting["object"] == full["object"] == f"{name}/postgres"
    assert waiting["facts"]["waiting"] == 1
    assert full["message"] == "5 of 5 server connections are in use"


def waits(through: str) -> bool:
    """Somebody, for a second: from there on it is found."""
    pools = shown(console(through), "test", ["pools"])["pools"]
    return any(int(each["cl_waiting"]) and int(each["maxwait"]) >= 1 for each in pools)


def ask_late(through: str) -> None:
    """Waits for a server connection until the others are closed, at the latest."""
    try:
        with psycopg.connect(through, prepare_threshold=None, connect_timeout=60) as client:
            client.execute("select 1")
    except psycopg.OperationalError:
        return


def test_pools_are_held_against_what_the_server_has(behind: Project) -> None:
    with (behind.place / "opskit.toml").open("a") as file:
        file.write('[thresholds]\n"pooler_larger_than_server.max_pct" = 5\n')
    (finding,) = result(behind, "pooler_larger_than_server")["findings"]
    assert finding["message"].startswith("the pools may open 5 connections, the server has ")


def test_a_pooler_that_does_not_answer_is_inconclusive_and_the_others_run(project: Project, database: str) -> None:
    project.environment("test", database, 'pgbouncer = "host=127.0.0.1 port=1"')
    asked = project.run("check", *ASKING, "index_invalid", "--json").data["checks"]
    assert [each["verdict"] for each in asked] == ["inconclusive"] * 4 + ["pass"]
    assert asked[0]["reason"].startswith("cannot connect to pgbouncer")


def test_without_a_pooler_they_are_not_asked_unless_by_name(on: On, database: str) -> None:
    project = on(database)
    assert set(ASKING).isdisjoint(each["slug"] for each in project.run("check", "--json").data["checks"])
    assert 'pgbouncer = "SERVICE" in opskit.toml' in result(project, "pooler_saturation")["reason"]


def test_the_applications_own_pool_is_held_against_the_server_and_the_pooler(
    behind: Project, database: str, through: str
) -> None:
    behind.environment("test", database, "pool = { size = 20, overflow = 10, processes = 4 }")
    (finding,) = result(behind, "application_pool_larger_than_server")["findings"]
    assert "may open 120 connections (4 processes of 20 + 10)" in finding["message"]
    pool = "pool = { size = 20, overflow = 10, processes = 4 }"
    behind.environment("test", database, f'pgbouncer = "{console(through)}"\n{pool}')
    assert result(behind, "application_pool_larger_than_server")["verdict"] == "pass"
    (finding,) = result(behind, "pooler_refuses_clients")["findings"]
    assert finding["message"] == "the application may open 120 connections, PgBouncer takes 100"


@pytest.mark.parametrize(
    ("more", "code", "fault"),
    [
        ("pool = { size = 0 }", 7, "environments.test: Expected `int` >= 1"),
        ("pool = { overflow = 1 }", 7, "missing required field `size`"),
        ('pgbouncer = "host=h password=s3cret"', 2, "the connection string holds a password"),
    ],
)
def test_what_cannot_be_is_refused(project: Project, database: str, more: str, code: int, fault: str) -> None:
    outcome = project.environment("test", database, more).run("check", "pooler_saturation").exits(code)
    assert fault in outcome.err
    assert "s3cret" not in outcome.err
