"""`opskit bloat --exact`: relations are read whole, within a budget; what cannot be read keeps its estimate and says
why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from fixtures.waiting import counts
from psycopg import sql
from psycopg.conninfo import make_conninfo

from opskit.app.bloat_catalog import found
from opskit.app.bloat_reading import Reader
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment
from opskit.pg.reading import ReadSession, reading

On = Callable[[str], Project]
ORDERS = """
create table public.orders (id integer primary key, note text) with (autovacuum_enabled = false);
insert into public.orders select n, repeat('x', 10 + mod(n, 90)) from generate_series(1, 60000) as n;
create table public.small (id integer primary key) with (autovacuum_enabled = false);
insert into public.small select generate_series(1, 2000)
"""


@pytest.fixture
def orders(database: str, connect: Connect) -> str:
    """9 of 10 rows deleted, and vacuumed."""
    with connect(database) as connection:
        connection.execute("create extension pgstattuple")
        connection.execute(ORDERS)
        connection.execute("delete from public.orders where mod(id, 10) <> 0")
    wait_until_counted(connect(database), 54000)
    connect(database).execute("vacuum (analyze)")
    return database


def exact(project: Project, *words: str) -> dict[str, dict[str, Any]]:
    return by_name(project.run("bloat", "--exact", *words, "--json").ok())


def by_name(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in outcome.data["relations"]}


def wait_until_counted(connection: psycopg.Connection[Any], dead: int) -> None:
    """Counters reach the server's statistics a moment after the statement (a second, on PostgreSQL 14), which is when
    its session ends, at the latest. After a VACUUM they would bring back the dead rows that it has removed."""
    counts(connection, f"select coalesce(sum(n_dead_tup), 0) >= {dead} from pg_stat_user_tables")


def size_of(connection: psycopg.Connection[Any], relation: str) -> int:
    query = """select pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0)
        from pg_class where oid = %s::regclass"""
    return int((connection.execute(query, [relation]).fetchone() or [0])[0])


@contextmanager
def session(conninfo: str) -> Iterator[ReadSession]:
    with reading(Environment("test", conninfo, conninfo), "opskit/test") as db:
        yield db


@pytest.fixture
def stranger(orders: str, connect: Connect) -> str:
    """A login with no more than PUBLIC has."""
    connect(orders).execute("do $$ begin create role stranger login; exception when duplicate_object then null; end $$")
    return make_conninfo(orders, user="stranger")


@pytest.mark.parametrize(
    ("relation", "rebuild"),
    [("public.orders_pkey", "reindex index public.orders_pkey"), ("public.orders", "vacuum full public.orders")],
)
def test_what_was_read_is_what_a_rebuild_gives_back(
    orders: str, on: On, connect: Connect, relation: str, rebuild: str
) -> None:
    each = exact(on(orders), "orders")[relation]
    connection = connect(orders)
    before = size_of(connection, relation)
    connection.execute(rebuild.encode())
    assert (each["method"], each["size_bytes"]) == ("exact", before)
    assert each["reclaim_bytes"] == pytest.approx(before - size_of(connection, relation), abs=0.01 * before)


def test_toast_is_read_and_counted_with_its_table(orders: str, on: On, connect: Connect) -> None:
    connection = connect(orders)
    connection.execute("create table public.docs (id int, body text) with (toast.autovacuum_enabled = false)")
    connection.execute("alter table public.docs alter column body set storage external")
    connection.execute("insert into public.docs select n, repeat('x', 3000) from generate_series(1, 2000) as n")
    connection.execute("delete from public.docs where mod(id, 4) <> 0")
    connection.execute("vacuum (analyze) public.docs")
    each = exact(on(orders), "docs")["public.docs"]
    before = size_of(connection, "public.docs")
    connection.execute("vacuum full public.docs")
    assert each["size_bytes"] == before
    assert each["reclaim_bytes"] == pytest.approx(before - size_of(connection, "public.docs"), abs=0.01 * before)
    assert each["bloat_pct"] > 70


def test_without_the_extension_every_row_says_how_to_get_it(database: str, on: On, connect: Connect) -> None:
    connect(database).execute(ORDERS)
    connect(database).execute("vacuum (analyze)")
    outcome = on(database).run("bloat", "--exact", "--json").exits(3)
    assert outcome.data["unread"] == "create extension pgstattuple"
    rows = by_name(outcome)
    assert len(rows) == 4
    assert {each["method"] for each in rows.values()} == {"estimate"}
    assert all("not read: create extension pgstattuple" in each["caveats"] for each in rows.values())
    page = on(database).run("bloat", "--exact").exits(3).out
    assert page.startswith("INCONCLUSIVE  nothing was read, all figures are estimates; to read: create extension")


def test_without_the_right_every_row_names_the_grant_and_with_it_no_other_right_is_needed(
    orders: str, stranger: str, on: On, connect: Connect
) -> None:
    outcome = on(stranger).run("bloat", "--exact", "orders", "--json").exits(3)
    assert outcome.data["unread"] == "grant pg_stat_scan_tables to stranger"
    assert all(
        "not read: grant pg_stat_scan_tables to stranger" in each["caveats"] for each in by_name(outcome).values()
    )
    admin = connect(orders)
    admin.execute("grant pg_stat_scan_tables to stranger")
    try:
        assert {each["method"] for each in exact(on(stranger), "orders").values()} == {"exact"}
    finally:
        admin.execute("revoke pg_stat_scan_tables from stranger")


def test_no_more_is_read_than_the_budget_and_the_largest_waste_comes_first(orders: str, on: On) -> None:
    rows = exact(on(orders), "--max-read", "4MB")
    assert rows["public.orders"]["size_bytes"] > 4 * 1024 * 1024
    assert rows["public.orders"]["method"] == "estimate"
    (caveat,) = (each for each in rows["public.orders"]["caveats"] if each.startswith("not read"))
    assert caveat.endswith("to read, 4.0 MB left of --max-read 4.0 MB")
    assert rows["public.orders_pkey"]["method"] == "exact"
    assert exact(on(orders), "--max-read", "0")["public.orders_pkey"]["method"] == "estimate"


def test_the_pages_of_its_table_that_an_index_has_to_be_read_with_count_too(
    orders: str, on: On, connect: Connect
) -> None:
    with connect(orders) as connection:
        connection.execute("update public.orders set note = note || 'y'")
    wait_until_counted(connect(orders), 6000)
    (caveat,) = (
        each
        for each in exact(on(orders), "orders_pkey", "--max-read", "2MB")["public.orders_pkey"]["caveats"]
        if each.startswith("not read")
    )
    assert caveat.endswith("left of --max-read 2.0 MB")


def test_small_relations_are_read_only_when_they_are_named(orders: str, on: On) -> None:
    assert "not read: below 1.0 MB" in exact(on(orders))["public.small"]["caveats"]
    assert exact(on(orders), "small")["public.small"]["method"] == "exact"


def test_a_budget_that_is_no_amount_is_wrong_usage(orders: str, on: On) -> None:
    assert "write 500MB or 2GB" in on(orders).run("bloat", "--exact", "--max-read", "much").exits(2).err


def test_progress_is_told_while_it_reads(orders: str, on: On) -> None:
    outcome = on(orders).run("bloat", "--exact")
    assert "opskit: reading public.orders (" in outcome.err
    assert "MB read, the rest estimated" in " ".join(outcome.out.split())


@pytest.mark.parametrize(
    "name", ['we"ird', "per%cent %s %(relid)s", "new\nline", "schema; drop table x", "ünïcødé", "x" * 63]
)
def test_hostile_names_are_read_as_any_other(database: str, on: On, connect: Connect, name: str) -> None:
    connection = connect(database)
    quoted = sql.Identifier(name)
    connection.execute(sql.SQL("create schema {}").format(quoted))
    connection.execute(sql.SQL("create extension pgstattuple schema {}").format(quoted))
    table = sql.Identifier(name, name)
    connection.execute(sql.SQL("create table {} (id int)").format(table))
    connection.execute(sql.SQL("insert into {} select generate_series(1, 1000)").format(table))
    connection.execute(sql.SQL("create index on {} (id)").format(table))
    connection.execute("vacuum (analyze)")
    rows = exact(on(database), name)
    assert {(each["kind"], each["method"]) for each in rows.values()} == {("table", "exact"), ("index", "exact")}
    assert "\n" not in on(database).run("bloat", "--exact", name).err.rstrip("\n")


def test_a_lock_that_is_held_costs_that_relation_its_figure_and_no_other(orders: str, on: On, connect: Connect) -> None:
    with connect(orders).transaction() as held:
        held.connection.execute("lock table public.orders in access exclusive mode")
        rows = exact(on(orders))
    assert rows["public.orders"]["reason"].startswith("somebody holds or awaits ACCESS EXCLUSIVE")
    assert "not read: its table is locked (opskit locks)" in rows["public.orders_pkey"]["caveats"]
    assert rows["public.small"]["bloat_bytes"] is not None


def test_what_is_locked_or_dropped_between_the_looks_keeps_a_row_with_the_reason(
    orders: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.pg.reading.SETTINGS", {"default_transaction_read_only": "on", "lock_timeout": "200ms"})
    connection = connect(orders)
    with session(orders) as db:
        seen = found(db, ())
        connection.execute("drop table public.small")
        with connection.transaction():
            connection.execute("lock table public.orders in access exclusive mode")
            rows = {each.name: each.estimate for each in Reader(db, PlainVoice(), 2**30, 0).read(seen)}
    assert rows["public.small"].reason == "it was dropped meanwhile"
    assert rows["public.small_pkey"].reason == "it was dropped meanwhile"
    assert (rows["public.orders"].method, rows["public.orders"].bloat_bytes is None) == ("estimate", False)
    assert any(each.startswith("not read: a query waited for a lock") for each in rows["public.orders"].caveats)


def test_a_reading_that_takes_too_long_is_given_up_and_the_others_go_on(
    orders: str, on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.app.bloat_reading.LEAST_S", 0.001)
    monkeypatch.setattr("opskit.app.bloat_reading.BYTES_A_SECOND", 2**40)
    each = exact(on(orders), "orders")["public.orders"]
    assert each["method"] == "estimate"
    assert any(caveat.startswith("not read: a query ran into its time limit") for caveat in each["caveats"])


def test_a_pending_list_over_its_limit_is_told_and_its_remedy_empties_it(orders: str, on: On, connect: Connect) -> None:
    connection = connect(orders)
    connection.execute("create table public.tagged (t text[]) with (autovacuum_enabled = false)")
    connection.execute("create index tags on public.tagged using gin (t) with (gin_pending_list_limit = 8192)")
    connection.execute("insert into public.tagged select array['a', 'b' || n] from generate_series(1, 20000) as n")
    assert exact(on(orders), "tagged")["public.tags"]["remedy"] == ""
    connection.execute("alter index public.tags set (gin_pending_list_limit = 64)")
    each = exact(on(orders), "tagged")["public.tags"]
    assert each["reason"] == "there is no estimate for gin"
    assert each["caveats"][0].startswith("pending list: ")
    assert each["remedy"] == "select pg_catalog.gin_clean_pending_list('public.tags')"
    connection.execute(each["remedy"].encode())
    assert exact(on(orders), "tagged")["public.tags"]["caveats"] == ["its pending list is empty"]


def test_methods_without_an_estimator_are_listed_and_never_dropped(orders: str, on: On, connect: Connect) -> None:
    connection = connect(orders)
    connection.execute("create table public.t (a int, p point) with (autovacuum_enabled = false)")
    connection.execute("insert into public.t select n, point(n, n) from generate_series(1, 5000) as n")
    for method, column in (("hash", "a"), ("brin", "a"), ("gist", "p"), ("spgist", "p")):
        connection.execute(f"create index t_{method} on public.t using {method} ({column})")
    rows = exact(on(orders), "t")
    for method in ("hash", "brin", "gist", "spgist"):
        assert rows[f"public.t_{method}"]["reason"] == f"there is no estimate for {method}"
        assert rows[f"public.t_{method}"]["size_bytes"] > 0
    assert "pages are unused" in rows["public.t_hash"]["caveats"][0]


def test_rows_that_were_pruned_but_never_vacuumed_are_not_counted_in_their_index(
    orders: str, on: On, connect: Connect
) -> None:
    """The pages keep no more of them than line pointers, which no reading counts; the running counters do."""
    for statement in ("delete from public.orders where mod(id, 20) <> 0", "select count(*) from public.orders"):
        with connect(orders) as connection:
            connection.execute(statement.encode())
    wait_until_counted(connect(orders), 3000)
    each = exact(on(orders), "orders_pkey")["public.orders_pkey"]
    connection = connect(orders)
    connection.execute("reindex index public.orders_pkey")
    gave = each["size_bytes"] - size_of(connection, "public.orders_pkey")
    assert each["reclaim_bytes"] == pytest.approx(gave, abs=0.03 * each["size_bytes"])
