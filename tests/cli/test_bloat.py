"""`opskit bloat`: what a rebuild would give back, with the statement that does it, and nothing dropped unseen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import counts
from psycopg.conninfo import make_conninfo

from opskit.pg.reading import SETTINGS

On = Callable[[str], Project]
FIELDS = {
    "name", "kind", "size_bytes", "bloat_bytes", "bloat_pct", "method", "remedy", "reclaim_bytes", "caveats", "reason",
}  # fmt: skip
BLOATED = """
create table public.orders (id integer primary key, note text, tags text[]) with (autovacuum_enabled = false);
insert into public.orders select n, repeat('x', 100), array['a'] from generate_series(1, 40000) as n;
create index orders_tags on public.orders using gin (tags);
delete from public.orders where mod(id, 10) <> 0
"""


@pytest.fixture
def bloated(database: str, connect: Connect) -> str:
    """9 of 10 rows deleted, and vacuumed: most of the heap and of its B-tree is empty."""
    with connect(database) as connection:
        connection.execute(BLOATED)
    wait_until_counted(connect(database))
    connect(database).execute("vacuum (analyze) public.orders")
    return database


def with_limit(project: Project, min_bytes: int) -> Project:
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f'[thresholds]\n"bloat.min_bytes" = {min_bytes}\n')
    return project


def relations(project: Project) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in project.run("bloat", "--json").ok().data["relations"]}


def size_of(connection: psycopg.Connection[Any], relation: str) -> int:
    row = connection.execute("select pg_relation_size(%s::regclass)", [relation]).fetchone()
    assert row is not None
    return int(row[0])


def wait_until_counted(connection: psycopg.Connection[Any]) -> None:
    """Counters reach the server's statistics a moment after the statement (a second, on PostgreSQL 14), which is when
    its session ends, at the latest. After a VACUUM they would bring back the dead rows that it has removed."""
    counts(connection, "select n_dead_tup > 0 from pg_stat_user_tables")


def test_a_bloated_index_is_given_back_by_its_remedy_as_predicted(bloated: str, on: On, connect: Connect) -> None:
    project = with_limit(on(bloated), 100_000)
    found = relations(project)["public.orders_pkey"]
    assert found.keys() >= FIELDS
    assert (found["kind"], found["method"], found["table"]) == ("index", "estimate", "public.orders")
    assert found["remedy"] == "reindex index concurrently public.orders_pkey"
    connection = connect(bloated)
    before = size_of(connection, "public.orders_pkey")
    assert found["size_bytes"] == before
    connection.execute(found["remedy"].encode())
    assert before - size_of(connection, "public.orders_pkey") == pytest.approx(
        found["reclaim_bytes"], abs=0.05 * before
    )
    assert relations(project)["public.orders_pkey"]["remedy"] == ""


def test_a_bloated_table_is_rewritten_in_a_window_and_one_full_of_dead_rows_is_vacuumed(
    bloated: str, on: On, connect: Connect
) -> None:
    project = with_limit(on(bloated), 100_000)
    found = relations(project)["public.orders"]
    assert found["remedy"].startswith("vacuum (full, analyze) public.orders, in a window")
    assert found["needs_bytes"] == found["size_bytes"] - found["reclaim_bytes"]
    connection = connect(bloated)
    connection.execute("update public.orders set note = note")
    connection.close()
    wait_until_counted(connect(bloated))
    assert relations(project)["public.orders"]["remedy"] == "vacuum (analyze) public.orders"


def test_who_holds_vacuum_back_is_named_first(
    bloated: str, on: On, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.core.bloat_remedy._HOLDS_AFTER_S", 0.0)
    project = with_limit(on(bloated), 100_000)
    holder = connect(bloated)
    holder.execute("begin isolation level repeatable read; select 1")
    connection = connect(bloated)
    connection.execute("update public.orders set note = note")
    connection.close()
    wait_until_counted(connect(bloated))
    found = relations(project)["public.orders"]
    assert found["remedy"].startswith(f"first end pid {holder.info.backend_pid} (idle in transaction for ")
    assert found["remedy"].endswith("; then vacuum (analyze) public.orders")
    holder.execute("rollback")
    assert relations(project)["public.orders"]["remedy"] == "vacuum (analyze) public.orders"


def test_a_prepared_transaction_holds_vacuum_back_too(
    bloated: str, on: On, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.core.bloat_remedy._HOLDS_AFTER_S", 0.0)
    holder = connect(bloated)
    holder.execute("begin; create table public.new (id int); prepare transaction 'it''s mine'")
    try:
        connection = connect(bloated)
        connection.execute("update public.orders set note = note")
        connection.close()
        wait_until_counted(connect(bloated))
        found = relations(with_limit(on(bloated), 100_000))["public.orders"]
    finally:
        holder.execute("rollback prepared 'it''s mine'")
    assert found["remedy"].startswith("first end the prepared transaction 'it''s mine' (prepared for ")


def test_the_index_of_an_exclusion_constraint_is_not_rebuilt_concurrently(
    database: str, on: On, connect: Connect
) -> None:
    with connect(database) as connection:
        connection.execute("create table public.t (a int) with (autovacuum_enabled = false)")
        connection.execute("insert into public.t select generate_series(1, 40000)")
        connection.execute("alter table public.t add constraint one_each exclude using btree (a with =)")
        connection.execute("delete from public.t where a > 1000")
    connection = connect(database)
    wait_until_counted(connection)
    connection.execute("vacuum (analyze) public.t")
    found = relations(with_limit(on(database), 100_000))["public.one_each"]
    assert found["remedy"].startswith("reindex index public.one_each, in a window")
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        connection.execute("reindex index concurrently public.one_each")


def test_no_rewrite_is_proposed_where_it_would_make_the_table_larger(database: str, on: On, connect: Connect) -> None:
    connection = connect(database)
    connection.execute("create table public.late (id int) with (autovacuum_enabled = false)")
    connection.execute("insert into public.late select generate_series(1, 40000)")
    connection.execute("alter table public.late add column d text default repeat('z', 60)")
    connection.execute("analyze public.late")
    project = with_limit(on(database), 100_000)
    found = relations(project)["public.late"]
    assert (found["remedy"], found["bloat_bytes"]) == ("", 0)
    assert found["reclaim_bytes"] < 0
    assert found["notes"] == ["a rewrite would make it larger: neither pg_repack nor VACUUM FULL"]
    assert "- public.late: a rewrite would make it larger" in project.run("bloat").out


def test_a_limit_between_the_ends_of_an_estimate_cannot_be_judged(database: str, on: On, connect: Connect) -> None:
    for statement in (
        "create table t (id integer primary key, note text) with (autovacuum_enabled = false);"
        " insert into t select n, repeat('x', 100) from generate_series(1, 40000) as n",
        "vacuum (analyze) t",
        "delete from t where mod(id, 10) <> 0",
    ):
        connection = connect(database)
        connection.execute(statement.encode())
        connection.close()  # a session's counters are complete once it has ended
    wait_until_counted(connect(database))
    project = with_limit(on(database), 100_000)
    judged = project.run("bloat", "--json").exits(3).data["relations"]
    found = next(each for each in judged if each["name"] == "public.t_pkey")
    assert found["bloat_bytes"] is None
    assert found["possible_bytes"] > 100_000
    assert found["reason"].startswith("between 0 and 8")
    assert found["remedy"] == "vacuum (analyze) public.t"
    connect(database).execute("vacuum (analyze) t")
    assert relations(project)["public.t_pkey"]["remedy"].startswith("reindex index concurrently")


def test_below_the_limits_there_is_no_remedy(bloated: str, on: On) -> None:
    project = on(bloated)
    assert all(each["remedy"] == "" for each in relations(project).values())
    assert (
        project.run("bloat").ok().out.startswith("OK  no relation on test that could be judged wastes 30 % and 100 MB.")
    )


def test_what_cannot_be_judged_is_listed_with_the_reason(bloated: str, on: On) -> None:
    project = on(bloated)
    found = relations(project)["public.orders_tags"]
    assert (found["bloat_bytes"], found["bloat_pct"], found["reclaim_bytes"]) == (None, None, None)
    assert found["reason"] == "there is no estimate for gin"
    assert "INCONCLUSIVE  public.orders_tags" in project.run("bloat").out
    totals = project.run("bloat", "--json").data["totals"]
    assert (totals["relations"], totals["unjudged"]) == (3, 1)


def test_a_login_that_may_not_read_the_statistics_gets_no_figure_and_exit_3(
    bloated: str, on: On, connect: Connect
) -> None:
    admin = connect(bloated)
    admin.execute("do $$ begin create role stranger login; exception when duplicate_object then null; end $$")
    project = on(make_conninfo(bloated, user="stranger"))
    outcome = project.run("bloat", "--json").exits(3)
    assert len(outcome.data["relations"]) == 3
    assert all(each["bloat_bytes"] is None and each["reason"] for each in outcome.data["relations"])
    assert "grant pg_read_all_data" in project.run("bloat").exits(3).out


def test_an_empty_database_has_no_bloat(database: str, on: On) -> None:
    assert on(database).run("bloat", "--json").ok().data["relations"] == []


def test_a_table_that_is_locked_is_a_row_with_the_reason_and_the_others_are_judged(
    bloated: str, on: On, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50s")  # so that a wait is none of a slow machine
    with connect(bloated).transaction() as held:
        held.connection.execute("lock table public.orders in access exclusive mode")
        project = on(bloated)
        started = time.monotonic()
        found = relations(project)
        assert time.monotonic() - started < 40
        assert "INCONCLUSIVE  public.orders (" in project.run("bloat").out
    assert found["public.orders"]["reason"].startswith("somebody holds or awaits ACCESS EXCLUSIVE")
    assert found["public.orders"]["size_bytes"] > 6_000_000
    assert found["public.orders_pkey"]["bloat_pct"] > 80


def test_relations_that_are_named_are_all_there_is(bloated: str, on: On, connect: Connect) -> None:
    connect(bloated).execute("create table public.other (id integer primary key)")
    project = on(bloated)

    def named(*names: str) -> set[str]:
        data = project.run("bloat", *names, "--json").data
        return {each["name"] for each in data["relations"]}

    assert named("orders") == {"public.orders", "public.orders_pkey", "public.orders_tags"}
    assert named("public.orders_pkey") == {"public.orders_pkey"}
    assert named("other", "orders_tags") == {"public.other", "public.other_pkey", "public.orders_tags"}
    assert "there is no table or index order" in project.run("bloat", "order").exits(2).err


def test_a_partitioned_table_is_told_as_a_whole_and_brings_its_partitions(
    database: str, on: On, connect: Connect
) -> None:
    connection = connect(database)
    connection.execute('create table public."Events" (id int, at int) partition by range (at)')
    connection.execute('create index on public."Events" (id)')
    for month in (1, 2):
        connection.execute(
            f'create table public.m{month} partition of public."Events" for values from ({month}) to ({month + 1})'
        )
    connection.execute('insert into public."Events" select n, 1 + mod(n, 2) from generate_series(1, 40000) as n')
    connection.execute("vacuum (analyze)")
    data = on(database).run("bloat", "Events", "--json").data
    (parent,) = data["partitioned"]
    assert (parent["name"], parent["relations"]) == ('public."Events"', 4)
    assert parent["size_bytes"] == sum(each["size_bytes"] for each in data["relations"])
    assert {each["parent"] for each in data["relations"]} == {'public."Events"'}


def test_the_page_names_what_is_worth_it_and_the_total(bloated: str, on: On, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = with_limit(on(bloated), 100_000).run("bloat").ok().out
    assert out.startswith("WARNING  2 relations on test waste at least 30 % and 97.7 kB")
    assert "    reindex index concurrently public.orders_pkey\n" in out
    *_, totals, following = out.rstrip().splitlines()
    assert totals.startswith("3 relations, ")
    assert following.startswith("next: opskit fix bloat -n")
    assert max(len(line) for line in out.splitlines()) <= 80
