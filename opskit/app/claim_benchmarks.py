"""Benchmarks of the ledger that claims are held against: the newest, or the newest at a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.claim_kinds import Room
from opskit.app.reporting.benchmark import Measurement, measurement
from opskit.catalog.workload import home, load
from opskit.core.bench_record import BENCHED
from opskit.core.ledger import Event
from opskit.errors import Inconclusive
from opskit.value import Value

# The planner's estimate of a table's rows is not exact.
_ALMOST = 0.9


class Benchmark(Value):
    """`words` name it."""

    event: Event
    measured: Measurement
    words: str

    @property
    def evidence(self) -> tuple[str, ...]:
        return (f"event:{self.event.seq}",)


def benchmark_at(revision: str, room: Room) -> Benchmark:
    """The newest while `revision` was the last one applied here, the newest of all without one. Inconclusive where the
    ledger has none."""
    newest = room.had(room.parts.benchmark)
    here = [each for each in room.events if each.entry.environment == room.parts.environment]
    taken = [each for each in here if each.entry.kind == BENCHED]
    fitting = [each for each in taken if not revision or last_applied(here, each) == revision]
    with_it = f" with {revision} as the last revision applied" if revision else ""
    if not fitting:
        raise Inconclusive(f"the ledger has no benchmark of here{with_it}", "", room.command("opskit bench"))
    chosen, words = fitting[-1], f"the newest benchmark{with_it}"
    if chosen is taken[-1]:
        return Benchmark(chosen, newest, words)
    return Benchmark(chosen, room.once(f"benchmark {chosen.seq}", lambda: _measured(chosen, room)), words)


def smaller(rows: Mapping[str, int], event: Event) -> str:
    """Which tables had fewer rows than these when it was measured; empty when none had."""
    there = {str(each["relation"]).rpartition(".")[2]: int(each["rows"] or 0) for each in event.entry.body["dataset"]}
    small = [
        f"{name} has {there.get(name, 0):,} rows of {count:,}"
        for name, count in rows.items()
        if there.get(name, 0) < count * _ALMOST
    ]
    return f"it was promised for more: {'; '.join(small)}" if small else ""


def _measured(chosen: Event, room: Room) -> Measurement:
    """As a report at that time would have told."""
    until = [each for each in room.events if each.seq <= chosen.seq]
    return measurement(until, room.parts.environment, load(home(room.context.settings)))


def last_applied(here: Sequence[Event], before: Event) -> str:
    """The last revision that came in before that event and was not taken back; a fix is one of its own."""
    applied, commands = list[str](), dict[str, str]()
    for entry in (event.entry for event in here if event.seq < before.seq):
        revision = str(entry.body.get("revision", ""))
        if entry.kind == "run.started":
            commands[entry.run] = str(entry.body.get("command"))
        elif entry.kind == "change.finished" and revision:
            applied = [each for each in applied if each != revision]
            applied += [] if commands.get(entry.run) == "rollback" else [revision]
    return applied[-1] if applied else ""
