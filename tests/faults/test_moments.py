"""Law 5 at random moments: opskit killed, its backend terminated, the server stopped at once, the network cut. Six in
CI, always the same; a hundred with OPSKIT_FAULTS=all."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from fixtures.proxy import Proxy, proxied
from fixtures.server import new_database

from faults import workbench
from faults.conftest import ALL, TEMPLATE, Ready
from faults.surviving import Law
from faults.workbench import old_snapshot
from opskit.scratch.cluster import Cluster

# In CI each blow once.
MOMENTS = 100 if ALL else 6
HELD_UP_S = 2.0
# A moment is so many events in the ledger, which a slow machine does not move, and up to so many seconds more.
PAUSE_S = 0.03


@dataclass(frozen=True)
class Scene:
    """Where opskit is at work. `watch` goes round the proxy."""

    cluster: Cluster
    proxy: Proxy
    watch: psycopg.Connection[Any]
    call: workbench.Call


def kill_opskit(scene: Scene) -> None:
    scene.call.process.kill()


def terminate_backend(scene: Scene) -> None:
    for pid in workbench.writing(scene.watch):
        scene.watch.execute("select pg_terminate_backend(%s)", [pid])


def stop_server(scene: Scene) -> None:
    scene.cluster.stop("immediate")
    scene.cluster.start()


def drop(scene: Scene) -> None:
    scene.proxy.drop()


def reset(scene: Scene) -> None:
    scene.proxy.reset()


def stall(scene: Scene) -> None:
    scene.proxy.stall()


BLOWS = (kill_opskit, terminate_backend, stop_server, drop, reset, stall)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(MOMENTS))
def test_whatever_dies_at_whatever_moment_the_same_command_again_finishes_the_work(
    seed: int, mortal: Cluster, ready: Ready, law: Law
) -> None:
    chance = random.Random(seed)
    blow = BLOWS[seed % len(BLOWS)]
    after, more_s = chance.randrange(law.undisturbed.boundaries["record"]), chance.random() * PAUSE_S
    tables, waits, first = (chance.random() < share for share in (0.3, 0.6, 0.5))
    with new_database(mortal, TEMPLATE) as conninfo, proxied(mortal.socket_dir / f".s.PGSQL.{mortal.port}") as proxy:
        site = ready(conninfo, proxy)
        with psycopg.connect(conninfo, autocommit=True) as watch:
            call = workbench.call(site.project, settings=workbench.SOON)
            workbench.until_recorded(site.project, call, after)
            time.sleep(more_s)
            with old_snapshot(conninfo, tables) as let_go:
                held = waits and workbench.until_held_up(watch, call, HELD_UP_S)
                if first:
                    let_go()
                hit = call.running
                blow(Scene(mortal, proxy, watch, call))
        name = f"seed {seed}, after {after} events{', while it waited' * held}{', too late' * (not hit)}"
        broken = law.broken(blow.__name__, name, site, call, workbench.SOON)
    assert broken == [], call.err()
