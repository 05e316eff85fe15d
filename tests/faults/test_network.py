"""Law 5 where the network is cut at a certain statement: its record, the end of its transaction, a build, in the middle
of a message; and where it falls silent."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest
from fixtures.proxy import Proxy, proxied
from fixtures.server import new_database

from faults import workbench
from faults.conftest import ALL, TEMPLATE, Ready
from faults.surviving import Law
from faults.workbench import DEAD_AFTER_S, SOON, Site, old_snapshot
from opskit.scratch.cluster import Cluster

LOCKED = 5
UPDATE, BUILD = "update account set balance", "CREATE INDEX CONCURRENTLY orders_account"
# Of the migrations: data and the end of its transaction, a concurrent build, its swap into a constraint, a validation,
# a backfill, a drop, an attach, a detach, the record itself and its close.
TEXTS = (
    (UPDATE,),
    (UPDATE, "COMMIT"),
    ("insert into journal values", "COMMIT"),
    (BUILD,),
    (BUILD, "opskit.statement"),
    ("UNIQUE USING INDEX account_email_key",),
    ("VALIDATE CONSTRAINT orders_account_fk",),
    ("do $opskit$",),
    ("DROP INDEX CONCURRENTLY orders_state",),
    ("ATTACH PARTITION public.reading_2026_02",),
    ("DETACH PARTITION reading_2026_01 CONCURRENTLY",),
    ("create table opskit.statement",),
    ("create table opskit.statement", "COMMIT"),
    ("update opskit.revision",),
)
SIDES = ("ahead_of", "behind")
CUTS = [(side, texts) for texts in TEXTS for side in SIDES]
SOME = [("behind", (UPDATE, "COMMIT")), ("behind", (UPDATE,)), ("behind", (BUILD,))]


@pytest.fixture
def proxy(bench: Cluster) -> Iterator[Proxy]:
    with proxied(bench.socket_dir / f".s.PGSQL.{bench.port}") as proxy:
        yield proxy


@pytest.fixture
def site(bench: Cluster, ready: Ready, proxy: Proxy) -> Iterator[Site]:
    with new_database(bench, TEMPLATE) as conninfo:
        yield ready(conninfo, proxy)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("side", "texts"), CUTS if ALL else SOME, ids=lambda each: " ".join(each) if each in TEXTS else each
)
def test_a_cut_right_before_or_after_a_statement_is_survived(
    side: str, texts: tuple[str, ...], site: Site, proxy: Proxy, law: Law
) -> None:
    getattr(proxy, side)(proxy.reset, *texts)
    call = workbench.call(site.project)
    call.ends()
    assert proxy.sprung, f"nothing with {texts} was sent"
    assert law.broken(f"cut {side.replace('_', ' ')}", " ".join(texts), site, call) == [], call.err()


@pytest.mark.slow
@pytest.mark.parametrize("tables", [False, True], ids=["in a build", "outside a queue"])
def test_a_silent_network_is_noticed_and_the_next_command_takes_over(
    tables: bool, site: Site, proxy: Proxy, law: Law
) -> None:
    with psycopg.connect(site.conninfo, autocommit=True) as watch, old_snapshot(site.conninfo, tables) as let_go:
        call = workbench.call(site.project, settings=SOON)
        assert workbench.until_held_up(watch, call, workbench.LIMIT_S), call.err()
        proxy.stall()
        call.ends()
        let_go()
    broken = law.broken("stall", "outside a queue" if tables else "in a build", site, call, SOON)
    assert broken == [], call.err()


@pytest.mark.slow
def test_a_dead_operator_is_named_and_taken_over(site: Site, proxy: Proxy) -> None:
    with psycopg.connect(site.conninfo, autocommit=True) as watch, old_snapshot(site.conninfo, False) as let_go:
        call = workbench.call(site.project, settings=SOON)
        assert workbench.until_held_up(watch, call, workbench.LIMIT_S), call.err()
        proxy.stall()
        call.process.kill()
        call.ends()
        let_go()
        early = workbench.call(site.project)
        assert early.ends() == LOCKED
        assert "last sign of life" in early.err()
        time.sleep(DEAD_AFTER_S)
        late = workbench.call(site.project, settings=SOON)
    assert late.ends() == 0, late.err()
    assert "the last operator is dead" in late.err()
