"""A standby is promoted in the middle of a run. The session that writes stays on the server that led before; what it
writes there is lost: no further statement is begun, and the same command on the new primary brings everything in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.program import Project
from fixtures.proxy import Proxy, proxied
from fixtures.server import SETTINGS
from fixtures.standby import follow

from opskit.pg import reading
from opskit.scratch.cluster import Cluster, running

PARTIAL, BLOCKED = 8, 4
CAUGHT_UP_S = 60.0
FIRST = "create index concurrently numbers_n on numbers (slow(n));"
SECOND = "alter table numbers add column second integer;"
NEWS = """
select pg_current_wal_insert_lsn() <= (select max(replay_lsn) from pg_stat_replication) as even
"""


@pytest.fixture
def pair(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Cluster]]:
    """A primary with a table whose index takes a second to build, and a standby that has all of it."""
    place = tmp_path_factory.mktemp("pair")
    primary, standby = Cluster.create(place, "primary", pg_bin, SETTINGS), Cluster.create(place, "standby", pg_bin, {})
    follow(standby, primary)
    try:
        with running(primary), running(standby):
            with psycopg.connect(primary.conninfo(), autocommit=True) as db:
                db.execute("create table numbers as select g as n from generate_series(1, 40) as g")
                db.execute(
                    "create function slow(integer) returns integer immutable language sql begin atomic"
                    " select $1 from pg_catalog.pg_sleep(0.02); end"
                )
                caught_up(db)
            yield primary, standby
    finally:
        primary.destroy()
        standby.destroy()


@pytest.fixture
def address(pair: tuple[Cluster, Cluster]) -> Iterator[Proxy]:
    """What the application and opskit connect to."""
    with proxied(socket_of(pair[0])) as proxy:
        yield proxy


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not answer at once tells nothing, and the run goes on. On a busy machine it may not."""
    monkeypatch.setattr(reading, "GLANCE_S", 30)
    for limit in ("statement_timeout", "lock_timeout"):
        monkeypatch.setitem(reading.GLANCE, limit, "30s")


@pytest.fixture
def window(project: Project) -> Project:
    return project.migration("a1_first", FIRST).migration("b2_second", SECOND)


def socket_of(cluster: Cluster) -> Path:
    return cluster.socket_dir / f".s.PGSQL.{cluster.port}"


def caught_up(db: psycopg.Connection[tuple[object, ...]]) -> None:
    end = time.monotonic() + CAUGHT_UP_S
    while (db.execute(NEWS).fetchone() or (None,))[0] is not True:
        assert time.monotonic() < end
        time.sleep(0.05)


def promote(standby: Cluster) -> None:
    with psycopg.connect(standby.conninfo(), autocommit=True) as db:
        assert db.execute("select pg_promote()").fetchone() == (True,)


def columns(cluster: Cluster) -> set[str]:
    with psycopg.connect(cluster.conninfo()) as db:
        rows = db.execute("select attname from pg_attribute where attrelid = 'numbers'::regclass and attnum > 0")
        return {str(name) for (name,) in rows}


def valid_indexes(cluster: Cluster) -> set[str]:
    with psycopg.connect(cluster.conninfo()) as db:
        query = "select indexrelid::regclass::text from pg_index where indisvalid and indrelid = 'numbers'::regclass"
        return {str(name) for (name,) in db.execute(query)}


def test_an_address_that_leads_elsewhere_now_ends_the_run_before_its_next_statement(
    pair: tuple[Cluster, Cluster], address: Proxy, window: Project
) -> None:
    primary, standby = pair
    window.environment("prod", f"host=127.0.0.1 port={address.port} user=postgres dbname=postgres")

    def fail_over() -> None:
        promote(standby)
        address.aim(socket_of(standby))

    address.behind(fail_over, "insert into opskit.statement", "CREATE INDEX CONCURRENTLY")
    outcome = window.run("apply", "--confirm", "prod").exits(PARTIAL)
    assert address.sprung
    assert "the next statement was not begun: the servers have changed roles" in outcome.err
    assert "timeline 2, the run began on 1" in outcome.err
    assert "second" not in columns(primary) | columns(standby)
    window.run("apply", "--confirm", "prod").ok()
    assert columns(standby) == {"n", "second"} and valid_indexes(standby) == {"numbers_n"}
    assert columns(primary) == {"n"}
    assert window.run("apply", "--json", "--confirm", "prod").ok().document["changed"] is False


def test_a_standby_that_was_promoted_beside_the_primary_ends_the_run(
    pair: tuple[Cluster, Cluster], address: Proxy, window: Project
) -> None:
    """The address still leads to the old primary, which knows nothing of it: two servers lead."""
    primary, standby = pair
    dsn = f"host=127.0.0.1 port={address.port} user=postgres dbname=postgres"
    window.environment("prod", dsn, f'replicas = ["{standby.conninfo()}"]')
    address.behind(lambda: promote(standby), "insert into opskit.statement", "CREATE INDEX CONCURRENTLY")
    outcome = window.run("apply", "--confirm", "prod").exits(PARTIAL)
    assert "a standby was promoted: timeline 2, the run began on 1" in outcome.err
    assert "second" not in columns(primary)


def test_without_a_failover_nobody_notices_the_looks_and_a_standby_is_refused_before_anything_is_begun(
    pair: tuple[Cluster, Cluster], address: Proxy, window: Project
) -> None:
    primary, standby = pair
    window.environment("prod", standby.conninfo())
    refused = window.run("apply", "--confirm", "prod").exits(BLOCKED)
    assert "follows another one: it takes no changes" in refused.err
    assert not window.run("ledger", "--json").data["events"]
    dsn = f"host=127.0.0.1 port={address.port} user=postgres dbname=postgres"
    window.environment("prod", dsn, f'replicas = ["{standby.conninfo()}", "host=127.0.0.1 port=1 dbname=postgres"]')
    outcome = window.run("apply", "--confirm", "prod").ok()
    assert "leads" not in outcome.err
    assert columns(primary) == {"n", "second"}
