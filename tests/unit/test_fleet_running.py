"""How many targets are at work at a time, and what comes of the others when one fails."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from opskit.app.context import Context
from opskit.app.fleet_one import Ended, line
from opskit.app.fleet_running import Fleet, FleetDone, TargetDone, Terms, carry_out, exit_code
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment
from opskit.core.target import Target
from opskit.errors import Blocked
from opskit.store.sqlite_ledger import SqliteLedger


@dataclass
class Work:
    """Says how many were at it at once, on all hosts and on each."""

    fails: tuple[str, ...] = ()
    most: int = 0
    most_on_a_host: int = 0
    now: Counter[str] = field(default_factory=Counter)
    done: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, target: Target) -> TargetDone:
        return line(target, f"run of {target.name}", lambda: self._work(target.name))

    def _work(self, name: str) -> Ended:
        host = name[0]
        with self.guard:
            self.now[host] += 1
            self.most = max(self.most, self.now.total())
            self.most_on_a_host = max(self.most_on_a_host, self.now[host])
        time.sleep(0.1)
        with self.guard:
            self.now[host] -= 1
            self.done.append(name)
        if name in self.fails:
            raise Blocked(f"{name} is blocked")
        return 0, True, name, None


@pytest.fixture
def context(tmp_path: Path) -> Context:
    nowhere = Environment("fleet", "", "")
    return Context(Settings(), nowhere, SqliteLedger(tmp_path / "ledger"), "run", "me@here", PlainVoice())


def targets(*names: str, wave: int = 1) -> list[Target]:
    return [Target(Environment(name, "", ""), wave=wave, host=name[0]) for name in names]


def run(context: Context, work: Work, some: list[Target], terms: Terms) -> FleetDone:
    return carry_out("check", Fleet(context, work, terms), some)


def test_no_more_are_at_work_than_are_allowed_at_all_and_on_one_host(context: Context) -> None:
    work = Work()
    names = [f"{host}{number}" for host in "abc" for number in range(8)]
    done = run(context, work, targets(*names), Terms(parallel=4, per_host=2))
    assert (work.most, work.most_on_a_host) == (4, 2)
    assert [each.target for each in done.targets] == names
    assert done.counts == {"ok": 24}
    assert len({each.run for each in done.targets}) == 24


def test_none_is_begun_after_one_has_failed(context: Context) -> None:
    work = Work(fails=("a2",))
    done = run(context, work, targets("a1", "a2", "a3", "a4"), Terms(parallel=1))
    assert work.done == ["a1", "a2"]
    assert [each.exit_code for each in done.targets] == [0, 4, None, None]
    assert (done.stopped, exit_code(done)) == ("a2 did not succeed", 8)


def test_others_go_on_where_that_is_wanted(context: Context) -> None:
    done = run(context, Work(fails=("a1",)), targets("a1", "a2"), Terms(parallel=1, keep_going=True))
    assert [each.exit_code for each in done.targets] == [4, 0]
    assert done.stopped == ""


def test_a_wave_waits_for_the_one_before_and_for_what_is_asked_in_between(context: Context) -> None:
    work = Work()
    both = [*targets("b1", wave=2), *targets("a1", "a2")]
    fleet = Fleet(context, work, Terms())
    asked: list[list[str]] = []

    def refused(done: object) -> str:
        asked.append([each.target for each in done])  # type: ignore[attr-defined]
        return "no"

    done = carry_out("apply", fleet, both, refused)
    assert sorted(work.done) == ["a1", "a2"]
    assert [sorted(each) for each in asked] == [["a1", "a2"]]
    assert [(each.target, each.exit_code) for each in done.targets] == [("b1", None), ("a1", 0), ("a2", 0)]
    assert done.stopped == "no"
