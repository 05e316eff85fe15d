"""A load as it was seen, and its event in the ledger, which is the baseline of a later one.

The body of `load.finished`, for whoever judges it (a gate, a report):

  subject        "load"
  server         identity, version; `dataset` and `settings` as in LoadSeen
  load           clients, fewest, rate (0: none was asked), duration_s, warm_up_s, threads, tries, writes; seconds
                 (measured), transactions, throughput (a second), failed, dropped, late, lag_p99_ms, starts, whole (it
                 ran to its end), pgbench (major version), cpu {pgbench, opskit} (shares of one core)
  all            samples, p50_ms, p95_ms, p99_ms, max_ms, ci {p50: [low, high], …} of everything together
  queries[]      the same of each with name, digest, weight, errors {SQLSTATE: count}, retried, plan {node, index}, and
                 `blocks`: histograms of equal blocks of time, as core.histogram.packed makes them
  claims[]       id, rule, value, verdict, reason
  verdict        pass, fail or inconclusive over service levels and claims
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from opskit.core.bench_record import LOADED
from opskit.core.histogram import Histogram, merged, packed, unpacked
from opskit.core.ledger import Entry, Event
from opskit.errors import UsageFault
from opskit.gate.measuring import Relation
from opskit.gate.quantiles import Latency, latency_of
from opskit.gate.scans import Scans
from opskit.scratch.pgbench import END_S
from opskit.value import Value, asdict, field

# The body of this one has what was asked: the names of the queries, and gate.load_rules.
STARTED = "load.started"


class PartSeen(Value, dict=True):
    """One query or script under load. `errors` by SQLSTATE; what failed is in no block."""

    name: str
    digest: str
    weight: int
    blocks: Sequence[Histogram] = ()
    longest_ms: float = 0.0
    errors: Mapping[str, int] = field(default_factory=dict)
    retried: int = 0
    scans: Scans = field(default_factory=Scans)

    @cached_property
    def total(self) -> Histogram:
        return merged(self.blocks)

    @property
    def failed(self) -> int:
        return sum(self.errors.values())

    @property
    def latency(self) -> Latency:
        return latency_of(self.total, self.longest_ms)


class Shape(Value):
    """What was asked of the load and what became of it; see the module."""

    clients: int
    fewest: int
    rate: float
    duration_s: float
    warm_up_s: float
    threads: int
    tries: int
    writes: bool
    seconds: float
    dropped: int
    late: int
    lag_p99_ms: float | None
    starts: int
    whole: bool
    pgbench: int
    cpu: Mapping[str, float]


class LoadSeen(Value):
    """`settings` are those of the server that decide how fast it is; `run` is empty for the one that is just over."""

    run: str
    environment: str
    server: str
    version: str
    dataset: Sequence[Relation]
    settings: Mapping[str, str]
    shape: Shape
    parts: Sequence[PartSeen]

    def part(self, name: str, digest: str) -> PartSeen | None:
        """None where it was not there, or not as it is written now."""
        return next((each for each in self.parts if (each.name, each.digest) == (name, digest)), None)


def together(parts: Sequence[PartSeen]) -> PartSeen:
    """Several as if they were one."""
    errors: dict[str, int] = {}
    for each in parts:
        for code, count in each.errors.items():
            errors[code] = errors.get(code, 0) + count
    blocks = [merged(block) for block in zip(*(each.blocks for each in parts if each.blocks), strict=True)]
    longest = max((each.longest_ms for each in parts), default=0.0)
    return PartSeen("", "", 0, blocks, longest, errors, sum(each.retried for each in parts))


def body(seen: LoadSeen, claims: Sequence[Mapping[str, Any]], verdict: str) -> dict[str, Any]:
    whole = together(seen.parts)
    done, seconds = whole.total.samples, seen.shape.seconds
    return {
        "subject": "load",
        "server": {"identity": seen.server, "version": seen.version},
        "dataset": [asdict(relation) for relation in seen.dataset],
        "settings": dict(seen.settings),
        "load": {
            **asdict(seen.shape), "transactions": done, "throughput": round(done / seconds, 3) if seconds else 0.0,
            "failed": whole.failed,
        },
        "all": _figures(whole),
        "queries": [
            {
                "name": each.name, "digest": each.digest, "weight": each.weight, **_figures(each),
                "errors": dict(each.errors), "retried": each.retried,
                "plan": {"node": each.scans.node, "index": list(each.scans.index)}, "blocks": packed(each.blocks),
            }
            for each in seen.parts
        ],
        "claims": [dict(each) for each in claims],
        "verdict": verdict,
    }  # fmt: skip


def _figures(part: PartSeen) -> dict[str, Any]:
    figures = asdict(part.latency)
    return {**figures, "ci": {name: list(pair) for name, pair in figures["ci"].items()}}


def find(events: Sequence[Event], run: str) -> LoadSeen:
    """UsageFault when the ledger has no load of that run."""
    known = [event for event in events if event.entry.kind == LOADED]
    event = next((event for event in known if event.entry.run == run), None)
    if event is None:
        runs = ", ".join(f"{each.entry.run} ({each.entry.environment})" for each in known[-5:]) or "none"
        raise UsageFault(f"the ledger has no load of run {run!r}", f"the last ones: {runs}", "opskit bench --load")
    return read(event)


def last_moment(entry: Entry) -> datetime:
    """When a load was over; of one that only the start is known of, when it would have been."""
    at = datetime.fromisoformat(entry.at)
    lasts = entry.body["warm_up_s"] + entry.body["duration_s"] + END_S if entry.kind == STARTED else 0
    return at + timedelta(seconds=lasts)


def read(event: Event) -> LoadSeen:
    entry, load = event.entry, dict(event.entry.body["load"])
    shape = Shape(**{name: load[name] for name in Shape.__struct_fields__})
    return LoadSeen(
        entry.run, entry.environment, entry.body["server"]["identity"], entry.body["server"]["version"],
        [Relation(**each) for each in entry.body["dataset"]], entry.body["settings"], shape,
        [_part(each) for each in entry.body["queries"]],
    )  # fmt: skip


def _part(row: Mapping[str, Any]) -> PartSeen:
    plan = row["plan"]
    return PartSeen(
        row["name"], row["digest"], row["weight"], unpacked(row["blocks"]), row["max_ms"] or 0.0, row["errors"],
        row["retried"], Scans(plan["node"], tuple(plan["index"])),
    )  # fmt: skip
