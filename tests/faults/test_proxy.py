"""The proxy itself does what the tests of the network say it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from fixtures.proxy import Proxy, proxied

from opskit.scratch.cluster import Cluster


@pytest.fixture
def proxy(cluster: Cluster) -> Iterator[Proxy]:
    with proxied(cluster.socket_dir / f".s.PGSQL.{cluster.port}") as proxy:
        yield proxy


@pytest.fixture
def through(proxy: Proxy) -> Callable[..., psycopg.Connection[tuple[object, ...]]]:
    return lambda timeout_s=30: psycopg.connect(
        f"host=127.0.0.1 port={proxy.port} user=postgres dbname=postgres", autocommit=True, connect_timeout=timeout_s
    )


def test_it_forwards(through: Callable[[], psycopg.Connection[tuple[object, ...]]]) -> None:
    with through() as one, through() as two:
        assert one.execute("select repeat('x', 1000000)").fetchone() == ("x" * 1000000,)
        assert two.execute("select 2").fetchone() == (2,)


@pytest.mark.parametrize("how", ["drop", "reset"])
def test_what_is_cut_is_lost_and_a_new_connection_passes(
    how: str, proxy: Proxy, through: Callable[[], psycopg.Connection[tuple[object, ...]]]
) -> None:
    with through() as lost:
        getattr(proxy, how)()
        with pytest.raises(psycopg.OperationalError):
            lost.execute("select 1")
    with through() as new:
        assert new.execute("select 1").fetchone() == (1,)


def test_after_a_cut_nobody_gets_in_until_it_heals(
    proxy: Proxy, through: Callable[[], psycopg.Connection[tuple[object, ...]]]
) -> None:
    proxy.cut()
    with pytest.raises(psycopg.OperationalError):
        through()
    proxy.heal()
    through().close()


def test_what_is_stalled_waits_and_goes_on_when_it_heals(
    proxy: Proxy, through: Callable[[], psycopg.Connection[tuple[object, ...]]]
) -> None:
    with through() as still:
        proxy.stall()
        began = time.monotonic()
        threading.Timer(0.3, proxy.heal).start()
        assert still.execute("select 1").fetchone() == (1,)
        assert time.monotonic() - began > 0.25


def test_a_stall_of_all_answers_no_new_connection(
    proxy: Proxy, through: Callable[..., psycopg.Connection[tuple[object, ...]]]
) -> None:
    proxy.stall_all()
    with pytest.raises(psycopg.errors.ConnectionTimeout):
        through(2)
    proxy.heal()
    through().close()


@pytest.mark.parametrize(("side", "found"), [("ahead_of", 1), ("behind", 2)])
def test_a_statement_is_cut_before_or_after_the_server_has_it(
    side: str, found: int, proxy: Proxy, database: str, connect: Callable[[str], psycopg.Connection[tuple[object, ...]]]
) -> None:
    watch = connect(database)
    watch.execute("create table t (a integer)")
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    with psycopg.connect(f"host=127.0.0.1 port={proxy.port} user=postgres dbname={name}", autocommit=True) as cut:
        getattr(proxy, side)(proxy.reset, "create table u", "insert into t")
        cut.execute("insert into t values (1)")
        cut.execute("create table u (a integer)")
        with pytest.raises(psycopg.OperationalError):
            cut.execute("insert into t values (2)")
    assert proxy.sprung
    until = time.monotonic() + 30
    while watch.execute("select count(*) from t").fetchone() != (found,) and time.monotonic() < until:
        time.sleep(0.02)
    assert watch.execute("select count(*) from t").fetchone() == (found,)


def test_it_cuts_after_so_many_bytes(
    proxy: Proxy, through: Callable[[], psycopg.Connection[tuple[object, ...]]]
) -> None:
    with through() as cut:
        proxy.after_bytes(1000, proxy.drop)
        assert cut.execute("select 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError):
            cut.execute("select 1 " + "-" * 2000)
    assert proxy.sprung
