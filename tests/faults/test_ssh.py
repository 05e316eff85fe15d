"""Law 5 behind SSH: the tunnel breaks, falls silent, or ends with a killed opskit, in the middle of a concurrent
build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.openssh import Sshd
from fixtures.proxy import Proxy, proxied
from fixtures.server import new_database

from faults import workbench
from faults.conftest import ALL, TEMPLATE, Ready
from faults.surviving import Law
from faults.workbench import SOON, Site, old_snapshot
from opskit.scratch.cluster import Cluster

PARTIAL = 8


@pytest.fixture
def proxy(sshd: Sshd) -> Iterator[Proxy]:
    """The network between opskit and the SSH server."""
    with proxied(sshd.port) as proxy:
        yield proxy


@pytest.fixture
def site(bench: Cluster, ready: Ready, sshd: Sshd, proxy: Proxy, tmp_path: Path) -> Iterator[Site]:
    known = sshd.known_at(proxy.port, tmp_path / "known_hosts")
    with new_database(bench, TEMPLATE) as conninfo:
        made = ready(conninfo)
        made.project.environment("test", conninfo, sshd.toml(port=proxy.port, known_hosts=str(known)))
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("how", ["drop", "reset", "stall"] if ALL else ["drop", "stall"])
def test_a_tunnel_that_breaks_in_a_build_is_survived(how: str, site: Site, proxy: Proxy, law: Law) -> None:
    with psycopg.connect(site.conninfo, autocommit=True) as watch, old_snapshot(site.conninfo, False) as let_go:
        call = workbench.call(site.project, settings=SOON)
        assert workbench.until_held_up(watch, call, workbench.LIMIT_S), call.err()
        getattr(proxy, how)()
        assert call.ends() == PARTIAL, call.err()
        let_go()
    # an idle session that only looked ends when the SSH server notices
    may_stay = ("/progress",) if how == "stall" else ()
    broken = law.broken(f"tunnel {how}", "in a build", site, call, SOON, may_stay=may_stay)
    assert broken == [], f"{broken}\n{call.err()}"


@pytest.mark.slow
def test_a_killed_opskit_takes_its_tunnel_and_its_sessions_with_it(site: Site, law: Law) -> None:
    with psycopg.connect(site.conninfo, autocommit=True) as watch, old_snapshot(site.conninfo, False) as let_go:
        call = workbench.call(site.project, settings=SOON)
        assert workbench.until_held_up(watch, call, workbench.LIMIT_S), call.err()
        call.process.kill()
        call.ends()
        let_go()
    assert workbench.sessions(site.conninfo) == []
    assert law.broken("kill behind SSH", "in a build", site, call, SOON) == [], call.err()
