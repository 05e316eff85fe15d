"""A benchmark in the ledger: written at the end of a run, read again as the baseline of a later one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from opskit.catalog.workload import WorkloadQuery
from opskit.core.bench_record import BENCHED
from opskit.core.ledger import Event
from opskit.errors import UsageFault
from opskit.gate.measuring import Measured, Relation, Side
from opskit.gate.sampling import Samples
from opskit.gate.scans import Scans
from opskit.value import Value, asdict

# What the ledger keeps of a query; more are thinned evenly.
KEPT = 1000


class Baseline(Value):
    """An earlier run. `digests` tell whether a query is still the same text."""

    run: str
    environment: str
    server: str
    version: str
    samples: Mapping[str, Samples]
    scans: Mapping[str, Scans]
    digests: Mapping[str, str]
    dataset: Sequence[Relation]

    def knows(self, query: WorkloadQuery) -> bool:
        return self.digests.get(query.name) == digest(query)


def digest(query: WorkloadQuery) -> str:
    """SHA-256 over the query and how its values are drawn."""
    return hashlib.sha256("\0".join([query.query, *map("=".join, sorted(query.params.items()))]).encode()).hexdigest()


def body(measured: Sequence[Measured], here: Side, before: Side | None) -> dict[str, Any]:
    """Samples in milliseconds with three decimals; the values they were taken with are not kept. `before` is the
    side that was measured in turn with it, whose sample i belongs to sample i of this one."""
    return {"subject": "bench", **_side(measured, here, 0), "before": _side(measured, before, 1) if before else None}


def _side(measured: Sequence[Measured], side: Side, place: int) -> dict[str, Any]:
    return {
        "environment": side.environment,
        "server": {"identity": side.server, "version": side.version},
        "dataset": [asdict(relation) for relation in side.dataset],
        "queries": [
            {
                "name": each.query.name,
                "digest": digest(each.query),
                "samples": [round(ms, 3) for ms in thinned(each.samples[place].ms)],
                "errors": dict(each.samples[place].errors),
                "plan": {"node": each.scans[place].node, "index": list(each.scans[place].index)},
            }
            for each in measured
        ],
    }


def thinned(ms: Sequence[float]) -> Sequence[float]:
    return ms[:: -(-len(ms) // KEPT)] if ms else ms


def find(events: Sequence[Event], run: str) -> Baseline:
    """UsageFault when the ledger has no benchmark of that run."""
    known = [event.entry for event in events if event.entry.kind == BENCHED]
    entry = next((entry for entry in known if entry.run == run), None)
    if entry is None:
        runs = ", ".join(f"{each.run} ({each.environment})" for each in known[-5:]) or "none"
        raise UsageFault(f"the ledger has no benchmark of run {run!r}", f"the last ones: {runs}", "opskit bench")
    queries = entry.body["queries"]
    return Baseline(
        run,
        entry.environment,
        entry.body["server"]["identity"],
        entry.body["server"]["version"],
        {each["name"]: Samples(each["samples"], each["errors"]) for each in queries},
        {each["name"]: Scans(each["plan"]["node"], tuple(each["plan"]["index"])) for each in queries},
        {each["name"]: each["digest"] for each in queries},
        [Relation(**each) for each in entry.body["dataset"]],
    )
