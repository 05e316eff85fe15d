"""What a plan says of its statements together: which share a transaction, which run side by side, what was begun."""

from __future__ import annotations

from collections.abc import Callable

from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]


def test_statements_that_share_a_transaction_are_named(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create table t (a integer); create table u (a integer)")
    up = "alter table t add column b integer; alter table t add column c integer; alter table u add column b integer"
    project = on(database).migration("r1_x", up)
    planned = project.run("plan").ok().out
    assert "One transaction: r1 #1, #2." in planned
    assert project.run("plan", "--json").ok().data["company"]["transactions"] == [["r1 #1", "r1 #2"]]


def test_builds_that_run_side_by_side_are_named_lane_by_lane(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create table t (a integer); create table u (a integer)")
    up = "create index t_a on t (a); create index u_a on u (a); create index t_b on t (a desc)"
    project = on(database).migration("r1_x", up)
    expected = "Side by side, 2 at a time, each table's in their order: r1 #2 | r1 #1, #3."
    assert expected in project.run("apply", "-n").exits(10).out
    assert "Side by side" not in project.run("apply", "-n", "--jobs", "1").exits(10).out


def test_a_migration_that_was_begun_says_whose_it_was_and_how_far_it_came(
    on: On, database: str, connect: Connect
) -> None:
    admin = connect(database)
    admin.execute("create table t (a integer check (a > 1))")
    project = on(database).migration("r1_x", "create table u (a integer); insert into t values (1)")
    project.run("apply", "--confirm", "test").exits(8)
    planned = " ".join(project.run("plan").ok().out.split())
    assert "GOES ON r1 was begun by run 2" in planned
    assert "and not finished: 1 of its statements are done" in planned
    admin.execute("alter table t drop constraint t_a_check")
    project.run("apply", "--confirm", "test").ok()
    assert admin.execute("select count(*) from t").fetchone() == (1,)
