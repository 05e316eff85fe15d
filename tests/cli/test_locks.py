"""`opskit locks`: the queue as a tree, and the statement that would end it, which opskit does not run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect
from psycopg.conninfo import make_conninfo

On = Callable[[str], Project]
Session = psycopg.Connection[Any]


def wait_for(session: Session, statement: str) -> int:
    """Start a statement that will queue; its pid."""
    pid = session.info.backend_pid
    session.pgconn.send_query(statement.encode())
    with psycopg.connect(session.info.dsn, autocommit=True) as looker:
        end = time.monotonic() + 60
        while not looker.execute("select 1 from pg_locks where pid = %s and not granted", [pid]).fetchone():
            assert time.monotonic() < end
            time.sleep(0.02)
    return pid


@pytest.fixture
def orders(database: str, connect: Connect) -> str:
    connect(database).execute(
        "create table public.orders (id integer primary key); insert into public.orders values (1)"
    )
    return database


def test_nobody_waits_and_the_page_says_so(orders: str, on: On) -> None:
    outcome = on(orders).run("locks").ok()
    assert outcome.out == "OK  Nobody waits for a lock on test.\n"
    assert on(orders).run("locks", "--json").data["blocked"] == []


def test_a_queue_is_drawn_as_a_tree_under_the_session_that_holds_it(orders: str, on: On, connect: Connect) -> None:
    holder = connect(orders, application_name="payroll")
    holder.execute("begin")
    holder.execute("select * from public.orders")
    first = wait_for(connect(orders), "alter table public.orders add column note text")
    second = wait_for(connect(orders), "select count(*) from public.orders")
    root = holder.info.backend_pid

    data = on(orders).run("locks", "--json").ok().data
    assert [each["pid"] for each in data["root_blockers"]] == [root]
    assert {each["pid"]: each["waits_for"] for each in data["blocked"]} == {first: [root], second: [first]}
    by_pid = {each["pid"]: each for each in data["blocked"]}
    assert by_pid[first]["relation"] == "public.orders"
    assert by_pid[first]["lock"] == "AccessExclusiveLock"
    assert by_pid[first]["seconds"] >= 0
    assert by_pid[second]["query"] == "select count(*) from public.orders"

    out = on(orders).run("locks").ok().out
    assert out.startswith("BLOCKED  2 sessions on test wait for a lock")
    depths = [line.index("pid") for pid in (root, first, second) for line in out.splitlines() if f"pid {pid} " in line]
    assert depths == [4, 8, 12]
    assert "(payroll)" in out
    assert out.rstrip().endswith(f"select pg_catalog.pg_terminate_backend({root});")
    assert holder.execute("select 1").fetchone() == (1,)


def test_a_blocker_at_work_is_cancelled_rather_than_ended(orders: str, on: On, connect: Connect) -> None:
    holder = connect(orders)
    holder.execute("begin")
    holder.execute("lock table public.orders in access exclusive mode")
    holder.pgconn.send_query(b"select pg_sleep(120)")
    wait_for(connect(orders), "select * from public.orders")
    out = on(orders).run("locks").ok().out
    assert out.rstrip().endswith(f"select pg_catalog.pg_cancel_backend({holder.info.backend_pid});")
    holder.cancel()


def test_a_prepared_transaction_is_named_as_the_blocker(orders: str, on: On, connect: Connect) -> None:
    holder = connect(orders)
    holder.execute("begin; lock table public.orders in access exclusive mode; prepare transaction 'order 7'")
    try:
        wait_for(connect(orders), "select * from public.orders")
        out = on(orders).run("locks").ok().out
    finally:
        holder.execute("rollback prepared 'order 7'")
    assert "prepared transaction" in out
    assert "order 7" in out
    assert "rollback prepared '<gid>'" in out


def test_what_the_login_may_not_see_is_said(orders: str, on: On, connect: Connect) -> None:
    holder = connect(orders)
    holder.execute("do $$ begin create role stranger login; exception when duplicate_object then null; end $$")
    holder.execute("begin")
    holder.execute("lock table public.orders in access exclusive mode")
    wait_for(connect(orders), "select * from public.orders")
    out = on(make_conninfo(orders, user="stranger")).run("locks").ok().out
    assert "hidden from stranger: opskit doctor" in out


def test_a_query_with_control_characters_cannot_reach_the_terminal(orders: str, on: On, connect: Connect) -> None:
    holder = connect(orders)
    holder.execute("begin")
    holder.execute("lock table public.orders in access exclusive mode")
    wait_for(connect(orders), "select '\x1b[2J' from public.orders")
    out = on(orders).run("locks").ok().out
    assert "\x1b" not in out
    assert "\\u001b[2J" in out
