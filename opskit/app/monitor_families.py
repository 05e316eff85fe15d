"""A look -> what a monitoring server is given of it. Names of objects are no labels: each would be a series of its own,
and there are as many as a database has tables; `opskit check` has them."""

from __future__ import annotations

from collections.abc import Sequence

from opskit import __version__
from opskit.app.gate_data import GateView
from opskit.core.check import CheckResult
from opskit.core.exposed import Family, Sample
from opskit.core.gate_verdict import GateVerdict
from opskit.core.score import Scores
from opskit.core.verdict import Severity, Verdict

UP, LEDGER_UP, LOOKED = "opskit_up", "opskit_ledger_up", "opskit_last_look_timestamp_seconds"
CHECK, FINDINGS = "opskit_check_verdict", "opskit_check_findings"
GATE, METRIC = "opskit_gate_verdict", "opskit_gate_metric_verdict"
# A rule compares with these; what passes is 0, so that a sum counts what does not.
PASS, FAIL, INCONCLUSIVE = 0.0, 1.0, 2.0
_VERDICTS = {Verdict.PASS.value: PASS, Verdict.FAIL.value: FAIL, Verdict.INCONCLUSIVE.value: INCONCLUSIVE}
# What a gate and its metrics know besides; an error is one way not to be able to tell.
_GATES = {**_VERDICTS, "error": INCONCLUSIVE, GateVerdict.MARGINAL.value: 3.0, GateVerdict.RUNNING.value: 4.0}


def of_look(environment: str, at: float, seconds: float, up: bool) -> list[Family]:
    """`at` is when it ended, in seconds since 1970; `seconds` is how long it took."""
    where = {"environment": environment}
    return [
        Family("opskit_build_info", "The version of opskit.", [Sample(1, {"version": __version__})]),
        Family(UP, "1 when the database answered the last look, else 0.", [Sample(float(up), where)]),
        Family(LOOKED, "When the last look ended.", [Sample(round(at, 3), where)]),
        Family("opskit_look_duration_seconds", "How long the last look took.", [Sample(round(seconds, 3), where)]),
    ]


def of_checks(environment: str, results: Sequence[CheckResult]) -> list[Family]:
    """Findings by their own severity, also those of which there are none: a series that comes and goes hides from a
    rule."""
    verdicts, counts = [], []
    for each in results:
        about = {"environment": environment, "check": each.slug, "dimension": each.dimension}
        verdicts.append(Sample(_VERDICTS[each.verdict], {**about, "severity": each.severity.value}))
        for severity in (one for one in Severity if each.capable.at_least(one)):
            found = sum(finding.severity is severity for finding in each.findings)
            counts.append(Sample(found, {**about, "severity": severity.value}))
    return [
        Family(CHECK, "0 pass, 1 fail, 2 inconclusive; severity is that of the check.", verdicts),
        Family(FINDINGS, "How many findings, ignored ones left out; severity is theirs.", counts),
    ]


def of_scores(environment: str, scores: Scores) -> list[Family]:
    where = {"environment": environment}
    parts = {name: {**where, "dimension": name} for name in scores.dimensions}
    each = scores.dimensions
    return [
        Family("opskit_verdict", "0 pass, 1 fail, 2 inconclusive.", [Sample(_VERDICTS[scores.verdict], where)]),
        Family("opskit_score", "Of 100; what could not be seen counts nothing.", [Sample(scores.overall, where)]),
        Family("opskit_score_upper", "Of 100; what could not be seen counts in full.", [Sample(scores.upper, where)]),
        Family("opskit_coverage_ratio", "How much of it all could be seen.", [Sample(scores.coverage, where)]),
        Family("opskit_dimension_score", "Of 100, at least.", [Sample(each[n].score, parts[n]) for n in parts]),
        Family("opskit_dimension_score_upper", "Of 100, at most.", [Sample(each[n].upper, parts[n]) for n in parts]),
        Family(
            "opskit_dimension_coverage_ratio", "How much of a dimension could be seen.",
            [Sample(each[n].coverage, parts[n]) for n in parts],
        ),
    ]  # fmt: skip


def of_gates(environment: str, gates: Sequence[GateView] | None) -> list[Family]:
    """As of the newest look at each in the ledger; None when the ledger could not be read."""
    where = {"environment": environment}
    known = Family(LEDGER_UP, "1 when the ledger could be read, else 0.", [Sample(float(gates is not None), where)])
    states, verdicts, values, limits = [], [], [], []
    for gate in gates or ():
        about = {**where, "runbook": gate.runbook, "gate": gate.gate}
        states.append(Sample(_GATES[gate.verdict], about))
        for each in gate.metrics:
            metric = {**about, "metric": each.id, "critical": str(each.critical).lower()}
            verdicts.append(Sample(_GATES[each.verdict], metric))
            values += [Sample(each.value, {**metric, "name": each.name})] if each.value is not None else []
            limits += [Sample(each.limit, {**metric, "name": each.name})] if each.limit is not None else []
    return [
        known,
        Family(GATE, "0 pass, 1 fail, 2 inconclusive, 3 marginal, 4 running.", states),
        Family(METRIC, "0 pass, 1 fail, 2 inconclusive.", verdicts),
        Family("opskit_gate_metric_value", "What was measured of the condition that decides.", values),
        Family("opskit_gate_metric_limit", "The limit of the condition that decides.", limits),
    ]
