"""What a report cannot say, and why: what was asked and not answered, and what opskit does not measure at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.app.reporting.data import NotChecked
from opskit.app.reporting.parts import STAGING, Part, Parts
from opskit.core.item_state import UNTOLD
from opskit.core.verdict import Verdict
from opskit.gate.quantiles import NEEDS

# 3 / n bounds the rate of what was not seen in n trials, with 95 % (the rule of three).
BEYOND = (
    NotChecked("error rate of the application", "opskit does not see its requests; below 0.001 % takes 300,000 of them"
               " without one error"),
    NotChecked("response times of pages", "queries are timed, not what the application makes of them"),
    NotChecked("the application's own connection pool", "its settings and use are not visible in the database"),
    NotChecked("disk, memory and load of the host", "the server is read through SQL alone"),
    NotChecked("more users than there are now", "no load was put on this server; one query at a time was timed"),
    NotChecked("that a backup can be restored", "only a restore shows it"),
    NotChecked("that the application's models name these indexes", "a migration generated from models that do not"
               " would drop them"),
)  # fmt: skip
# The sources of a gate's metrics that do measure some of it.
MEASURED_BY = {"error rate of the application": "error-rate", "response times of pages": "http"}


def not_checked(parts: Parts) -> list[NotChecked]:
    return [
        *_gaps(parts),
        *_checks(parts),
        *_usage(parts),
        *_items(parts),
        *_benchmark(parts),
        *_load(parts),
        *_staging(parts),
        *_criteria(parts),
        *_beyond(parts),
    ]


def _beyond(parts: Parts) -> list[NotChecked]:
    """What opskit never measures of itself; a gate may have."""
    gates = parts.gates.value or ()
    measured = {metric.source for gate in gates for metric in gate.metrics if metric.verdict == "pass"}
    return [each for each in BEYOND if MEASURED_BY.get(each.what) not in measured]


def _gaps(parts: Parts) -> list[NotChecked]:
    named: list[tuple[str, Part[Any]]] = [
        ("all checks and scores", parts.checks),
        ("pending migrations", parts.migrations),
        ("what stands in the way of pending migrations", parts.planned),
        ("expected indexes", parts.indexes),
        ("the checklist", parts.checklist),
        ("benchmark", parts.benchmark),
        ("load", parts.load),
        ("gates", parts.gates),
        ("the claims", parts.claims),
    ]
    return [NotChecked(name, each.why, each.next) for name, each in named if each.value is None and each.why]


def _checks(parts: Parts) -> list[NotChecked]:
    results = parts.checks.value.checks if parts.checks.value else ()
    return [
        NotChecked(f"check {each.slug}", each.reason, f"opskit check {each.slug} {parts.address}")
        for each in results
        if each.reason
    ]


def _usage(parts: Parts) -> list[NotChecked]:
    """Indexes whose use cannot be told yet: those without a scan, and those whose scans may be opskit's own."""
    seen = parts.indexes.value.indexes if parts.indexes.value else ()
    unsure = [each for each in seen if each.state == "present" and each.usage == "inconclusive"]
    idle = [each for each in unsure if not each.scans]
    reasons = [
        ([each for each in unsure if each.scans], "their scans may be those of opskit's own benchmark"),
        (idle, idle[0].evidence.partition("; redundant")[0] if idle else ""),
    ]
    return [
        NotChecked(
            f"use of {_named([each.name.rpartition('.')[2] for each in group], 'index', 'indexes')}",
            why,
            f"opskit verify indexes {parts.address}",
        )
        for group, why in reasons
        if group
    ]


def _items(parts: Parts) -> list[NotChecked]:
    items = parts.checklist.value.items if parts.checklist.value else ()
    return [NotChecked(f"checklist item {each.id}", each.text, each.next) for each in items if each.status in UNTOLD]


def _benchmark(parts: Parts) -> list[NotChecked]:
    seen, command = parts.benchmark.value, f"opskit bench {parts.address}"
    if seen is None:
        return []
    if seen.run is None:
        return [NotChecked("speed of the application's queries", "the ledger has no benchmark of here", command)]
    few = [each.name for each in seen.queries if each.p99_ms is None]
    why = f"fewer than {NEEDS['p99']} samples cannot bound it"
    single = "nothing to compare with: no benchmark from before the last apply, and no other side"
    return [
        *([NotChecked(f"p99 of {_named(few, 'query', 'queries')}", why, f"{command} --seconds 30")] if few else []),
        *([NotChecked("what the change gained", single, f"{command} --against ENV")] if not seen.run.before else []),
        *([NotChecked(_named(seen.unmeasured, "query of the workload", "queries of the workload"),
                      "not in the newest benchmark", command)] if seen.unmeasured else []),
    ]  # fmt: skip


def _load(parts: Parts) -> list[NotChecked]:
    if parts.load.value is not None or parts.load.why:
        return []
    return [NotChecked("speed under load", "the ledger has no load of here", f"opskit bench --load {parts.address}")]


def _staging(parts: Parts) -> list[NotChecked]:
    seen, command = parts.comparison, f"opskit compare {STAGING} {parts.environment}"
    if seen is None or seen.verdict is not Verdict.INCONCLUSIVE:
        return []
    return [NotChecked(f"comparison with {STAGING}", seen.reason, command)]


def _criteria(parts: Parts) -> list[NotChecked]:
    metrics = parts.checklist.value.metrics if parts.checklist.value else ()
    open_ones = [each.id for each in metrics if each.verdict == "inconclusive"]
    why = "the runbook's success criteria are judged by a gate, over time"
    return [NotChecked(_named(open_ones, "success criterion", "success criteria"), why)] if open_ones else []


def _named(names: Sequence[str], one: str, many: str) -> str:
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{len(names)} {one if len(names) == 1 else many} ({shown})"
