"""`opskit check`: questions about the health of a database, each answered pass, fail or inconclusive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opskit.app.checking import load, run_checks
from opskit.app.context import Context
from opskit.app.looking import looking
from opskit.core.answer import Answer
from opskit.core.check import DIMENSIONS, Check, CheckResult
from opskit.core.score import Scores, scores
from opskit.core.verdict import Severity
from opskit.errors import UsageFault

FOUND, UNSEEN = 1, 3


@dataclass(frozen=True)
class CheckReport:
    """`partial`: only some checks were asked for, and the scores are of these alone."""

    checks: Sequence[CheckResult]
    scores: Scores
    fail_on: Severity
    partial: bool


def check(context: Context, slugs: Sequence[str], dimension: str, fail_on: Severity) -> Answer[CheckReport]:
    """Exit 1 when there is a finding of `fail_on` or above; else 3 when a check that can report such a finding could
    not see everything (no data is never a pass); else 0. UsageFault when no check fits."""
    with looking(context) as db:
        checks = load(context.settings, db.server.major, slugs, dimension)
        if not checks:
            raise UsageFault(f"none of these checks is about {dimension}", ", ".join(slugs), "opskit check list")
        results = run_checks(checks, db)
    partial = bool(slugs or dimension)
    judged = [name for name in DIMENSIONS if any(each.dimension == name for each in checks)] if partial else DIMENSIONS
    report = CheckReport(tuple(results), scores(results, judged), fail_on, partial)
    code = exit_code(checks, results, fail_on)
    return Answer("check", report, code, environment=context.environment.name, run=context.run)


def exit_code(checks: Sequence[Check], results: Sequence[CheckResult], fail_on: Severity) -> int:
    if any(finding.severity.at_least(fail_on) for result in results for finding in result.findings):
        return FOUND
    capable = {each.slug for each in checks if worst_of(each).at_least(fail_on)}
    return UNSEEN if any(result.reason and result.slug in capable for result in results) else 0


def worst_of(check: Check) -> Severity:
    """The most severe finding it can report: its own severity, or one that its query names."""
    named = [each for each in Severity if f"'{each}'" in check.query]
    return max([check.severity, *named], key=lambda severity: severity.rank)
