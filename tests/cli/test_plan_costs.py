"""What a plan says of time and room, and that a login that owns nothing can plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

ROWS = "create table t as select n as id, 'name ' || n as name from generate_series(1, 60000) as n; analyze t"


@pytest.fixture
def large(on: Callable[[str], Project], database: str, connect: Connect) -> Project:
    connect(database).execute(ROWS)
    return on(database)


def planned(project: Project, *words: str) -> Any:
    return project.run("plan", "--json", *words).data


def test_a_build_is_expected_to_take_longer_than_a_change_of_the_catalog(large: Project) -> None:
    large.migration("r1_case", "create index t_name on t (name); alter table t alter column name set default ''")
    build, change = planned(large)["migrations"][0]["statements"]
    assert build["estimate_s"] > change["estimate_s"]
    assert build["estimate"]["low"] < build["estimate_s"] < build["estimate"]["high"]
    assert "no index build measured yet" in build["estimate"]["basis"]


def test_earlier_runs_are_what_later_plans_estimate_from(large: Project) -> None:
    large.migration("r1_case", "create index t_name on t (name)").run("apply", "--confirm", "test").ok()
    large.migration("r2_case", "create index t_id on t (id)")
    build = planned(large)["migrations"][0]["statements"][0]
    assert build["estimate"]["basis"].startswith("1 measured: index build at")


def test_the_room_for_an_index_is_close_to_what_it_takes(large: Project, database: str, connect: Connect) -> None:
    large.migration("r1_case", "create unique index t_name on t (name)")
    need = planned(large)["disk"]["need_bytes"]
    large.run("apply", "--confirm", "test").ok()
    row = connect(database).execute("select pg_relation_size('t_name')").fetchone()
    took = row[0] if row else 0
    assert 0.7 * took < need / 2 < 1.3 * took


def test_the_server_of_this_machine_tells_what_is_free(large: Project) -> None:
    large.migration("r1_case", "create index t_name on t (name)")
    disk = planned(large)["disk"]
    assert 0 < disk["free_bytes"] <= disk["total_bytes"]


def test_a_login_that_owns_nothing_plans(on: Callable[[str], Project], database: str, connect: Connect) -> None:
    """pg_monitor and SELECT; nothing is written, and the plan is the owner's."""
    owner = connect(database)
    owner.execute(ROWS)
    owner.execute("create table u (id integer primary key, t_id integer)")
    owner.execute("create role looker login in role pg_monitor")
    try:
        owner.execute("grant usage on schema public to looker; grant select on all tables in schema public to looker")
        project = on(database).migration(
            "r1_case",
            "create unique index t_name on t (name); alter table t add primary key (id);"
            " alter table u add foreign key (t_id) references t; alter table u add column at timestamptz default now()",
        )
        mine = planned(project)
        theirs = planned(project.environment("test", psycopg.conninfo.make_conninfo(database, user="looker")))
    finally:
        owner.execute("drop owned by looker; drop role looker")
    assert theirs["migrations"] == mine["migrations"]
    assert not theirs["obstacles"]
