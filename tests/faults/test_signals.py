"""Ctrl-C once and twice, SIGTERM, a closed terminal: what is left and said, and that the same command again goes on."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from fixtures.server import new_database

from faults import workbench
from faults.conftest import TEMPLATE, Ready
from faults.surviving import Law
from faults.workbench import Call, Site
from opskit.pg.writing import CLEANING_S
from opskit.scratch.cluster import Cluster

INTERRUPTED, TERMINATED = 130, 143
HEARD = "once more ends it now"


@dataclass(frozen=True)
class Held:
    """Builds in this database wait for an old snapshot; `watch` sees who waits."""

    site: Site
    holder: psycopg.Connection[Any]
    watch: psycopg.Connection[Any]

    def call(self) -> Call:
        return self.at_work(workbench.call(self.site.project))

    def at_work(self, call: Call) -> Call:
        """In the middle of a run."""
        assert workbench.until_held_up(self.watch, call, workbench.LIMIT_S), call.err()
        return call

    def let_go(self) -> None:
        self.holder.execute("commit")


@pytest.fixture
def held(bench: Cluster, ready: Ready) -> Iterator[Held]:
    with (
        new_database(bench, TEMPLATE) as conninfo,
        psycopg.connect(conninfo, autocommit=True) as holder,
        psycopg.connect(conninfo, autocommit=True) as watch,
    ):
        holder.execute("begin isolation level repeatable read")
        holder.execute("select 1 from pg_class")
        yield Held(ready(conninfo), holder, watch)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, TERMINATED)])
def test_a_signal_once_cleans_up_and_says_so(number: signal.Signals, code: int, held: Held, law: Law) -> None:
    call = held.call()
    call.process.send_signal(number)
    assert call.ends() == code, call.err()
    assert number != signal.SIGINT or "interrupted" in call.err()
    left = workbench.picture(held.site.conninfo)
    assert left.debris == []
    assert workbench.sessions(held.site.conninfo) == []
    assert "intent" not in {state for _, _, state in left.statements}
    held.let_go()
    assert law.broken(number.name, "once", held.site, call) == []


def test_ctrl_c_twice_ends_it_at_once(held: Held, law: Law) -> None:
    call = held.call()
    call.process.send_signal(signal.SIGINT)
    while HEARD not in call.err() and call.running:  # of two that come before it is heard the system makes one
        time.sleep(0.01)
    call.process.send_signal(signal.SIGINT)
    assert call.ends(within_s=0.8 * CLEANING_S) == INTERRUPTED
    held.let_go()
    assert law.broken("SIGINT", "twice", held.site, call) == []


def test_a_closed_terminal_ends_it(held: Held, law: Law) -> None:
    place = held.site.project.place
    terminal, end = pty.openpty()
    argv = [sys.executable, "-c", _IN_TERMINAL, *workbench.APPLY]
    process = subprocess.Popen(argv, cwd=place, stdin=end, stdout=end, stderr=end, start_new_session=True)
    os.close(end)
    (place / "stderr").touch()
    call = held.at_work(Call(process, place))
    os.close(terminal)
    call.ends()
    assert workbench.sessions(held.site.conninfo) == []
    held.let_go()
    assert law.broken("SIGHUP", "closed terminal", held.site, call) == []


# What a terminal's shell does: it is the controlling terminal of the session that opskit leads.
_IN_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from opskit.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
