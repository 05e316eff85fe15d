"""What there is to be alarmed at: that nobody looks, each check that can find something critical, each metric of a gate
(the success criteria are those of the canary) and each gate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from opskit.app import item_kinds
from opskit.app.check_catalogue import NEWEST
from opskit.app.checklist import USUAL
from opskit.app.monitor_families import CHECK, FINDINGS, GATE, LEDGER_UP, LOOKED, METRIC, UP
from opskit.catalog import checks as catalog
from opskit.catalog import runbooks
from opskit.catalog.configuration import Settings
from opskit.core.alert import ENVIRONMENT, Alert, Series, camel, literal, quoted
from opskit.core.answer import Answer
from opskit.core.check import Check
from opskit.core.runbook import Gate, Metric, Runbook
from opskit.core.verdict import Severity
from opskit.value import Value

LOOKING, CHECKS, GATES = "opskit", "opskit-checks", "opskit-gates"
# Three looks of the usual interval of cron, five minutes.
STALE_AFTER_S = 900.0
_ON = f"-e {ENVIRONMENT}"
# The environment of a trial.
TRIED = "production"


class Alerts(Value):
    alerts: Sequence[Alert]


def monitor_alerts(settings: Settings, runbook: str) -> Answer[Alerts]:
    return Answer("monitor-alerts", Alerts(alerts(settings, runbook)))


def digest_of(of: Sequence[Alert]) -> str:
    """What a proof is bound to: the rules as they are."""
    told = [[each.name, each.group, each.expr, each.severity.value] for each in of]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def alerts(settings: Settings, runbook: str = "", stale_after_s: float = STALE_AFTER_S) -> list[Alert]:
    """Of the shipped checks and of one's own, and of the gates of a runbook."""
    grave = [each for each in catalog.load_all(NEWEST, settings.checks) if each.capable is Severity.CRITICAL]
    book = runbooks.load(runbooks.find(settings.runbooks, runbook or USUAL), item_kinds.shapes())
    return [*_looking(stale_after_s), _blind(), *(_check(each) for each in grave), *_gates(book)]


def _looking(stale_after_s: float) -> Iterator[Alert]:
    where = {"environment": TRIED}
    critical, minutes = Severity.CRITICAL, f"{stale_after_s / 60:g} min"
    yield Alert(
        "OpskitDown", LOOKING, f"{UP} == 0", critical, f"{ENVIRONMENT} does not answer",
        "The database did not answer the last look of opskit, and nothing is known of it.", "the connection",
        f"opskit doctor {_ON}", Series(UP, where, "1x{n}", "0x{n}"),
    )  # fmt: skip
    yield Alert(
        "OpskitStale", LOOKING, f"time() - {LOOKED} > {stale_after_s:g}", critical,
        f"{ENVIRONMENT} has not been looked at for {minutes}",
        "opskit monitor is not running, or a look does not end; what the metrics say is old.", "the last look",
        f"opskit monitor export {_ON}", Series(LOOKED, where, "0+60x{n}", "1800+0x{n}"),
    )  # fmt: skip
    yield Alert(
        "OpskitAbsent", LOOKING, f"absent({UP})", critical, "nothing is looked at",
        "No metrics of opskit arrive from any environment.", "the metrics themselves",
        "opskit monitor serve --help",
        Series(UP, where, "1x{n}", "stale _x{n}"),
    )  # fmt: skip
    yield Alert(
        "OpskitLedgerDown", LOOKING, f"{LEDGER_UP} == 0", Severity.WARNING, f"no ledger is seen from {ENVIRONMENT}",
        "What gates and checklists stand on could not be read.", "the ledger", "opskit ledger verify",
        Series(LEDGER_UP, where, "1x{n}", "0x{n}"),
    )  # fmt: skip


def _blind() -> Alert:
    labels = {"environment": TRIED, "check": "synchronous_standby_missing", "severity": "critical"}
    return Alert(
        "OpskitCheckBlind", CHECKS, f'{CHECK}{{severity="critical"}} == 2', Severity.WARNING,
        f"{{{{ $labels.check }}}} cannot tell on {ENVIRONMENT}",
        "A critical check could not see everything: no data is no pass.", "every critical check",
        f"opskit doctor {_ON}", Series(CHECK, labels, "0x{n}", "2x{n}"),
    )  # fmt: skip


def _check(check: Check) -> Alert:
    expr = f'{FINDINGS}{{check={quoted(check.slug)},severity="critical"}} > 0'
    labels = {"environment": TRIED, "check": check.slug, "dimension": check.dimension, "severity": "critical"}
    return Alert(
        f"Opskit{camel(check.slug)}", CHECKS, expr, Severity.CRITICAL, f"{literal(check.title)} on {ENVIRONMENT}",
        literal(f"{check.why[:1].upper()}{check.why[1:]}."), f"check {check.slug}", f"opskit check {check.slug} {_ON}",
        Series(FINDINGS, labels),
    )  # fmt: skip


def _gates(book: Runbook) -> Iterator[Alert]:
    for gate in book.gates:
        yield _gate(book, gate)
        for metric in gate.metrics:
            yield _metric(book, gate, metric)


def _gate(book: Runbook, gate: Gate) -> Alert:
    labels = {"environment": TRIED, "runbook": book.id, "gate": gate.name}
    return Alert(
        f"OpskitGate{camel(gate.name)}", GATES, f"{_selected(GATE, labels)} == 1", Severity.CRITICAL,
        f"gate {gate.name} fails on {ENVIRONMENT}", "A critical metric of the gate is over its limit: no promotion.",
        f"gate {gate.name}", f"opskit gate status {gate.name} {_ON}", Series(GATE, labels),
    )  # fmt: skip


def _metric(book: Runbook, gate: Gate, metric: Metric) -> Alert:
    severity = Severity.CRITICAL if metric.critical else Severity.WARNING
    labels = {"environment": TRIED, "runbook": book.id, "gate": gate.name, "metric": metric.id}
    labels["critical"] = str(metric.critical).lower()
    return Alert(
        f"OpskitGate{camel(gate.name)}{camel(metric.id)}", GATES, f"{_selected(METRIC, labels)} == 1", severity,
        f"{literal(metric.title)}: not as promised on {ENVIRONMENT}",
        literal(f"The looks at gate {gate.name} show that this does not hold: {metric.rule}."),
        f"gate {gate.name}/{metric.id}", f"opskit gate status {gate.name} {_ON}", Series(METRIC, labels),
    )  # fmt: skip


def _selected(name: str, labels: dict[str, str]) -> str:
    chosen = [f"{key}={quoted(value)}" for key, value in labels.items() if key not in ("environment", "critical")]
    return f"{name}{{{','.join(chosen)}}}"
