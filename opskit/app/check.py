"""`opskit check`: questions about the health of a database, each answered pass, fail or inconclusive."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from opskit.app.checking import load, run_checks, watched
from opskit.app.context import Context
from opskit.app.given import applies
from opskit.app.looking import looking
from opskit.core import duration
from opskit.core.answer import Answer
from opskit.core.check import DIMENSIONS, CheckResult
from opskit.core.ignore import expired
from opskit.core.score import Scores, scores
from opskit.core.score_explained import Explanation, explained
from opskit.core.verdict import Severity
from opskit.errors import UsageFault
from opskit.value import Value, replace

FOUND, UNSEEN = 1, 3


class Inquiry(Value):
    """Which checks (all without a slug or a dimension), from which severity on a finding is exit 1, and over how many
    seconds counters are watched (0: from where they began)."""

    slugs: Sequence[str] = ()
    dimension: str = ""
    fail_on: Severity = Severity.CRITICAL
    over_s: float = 0.0


class CheckReport(Value):
    """`partial`: only some checks were asked for, and the scores are of these alone. `notes` tell of ignores that hold
    no longer. `fixable` are the keys of the findings, from warnings on, whose remedy `opskit fix` may carry out."""

    checks: Sequence[CheckResult]
    scores: Scores
    fail_on: Severity
    partial: bool
    notes: Sequence[str] = ()
    explanation: Explanation | None = None
    fixable: Sequence[str] = ()


def check(context: Context, asked: Inquiry) -> Answer[CheckReport]:
    """Exit 1 when there is a finding of `fail_on` or above; else 3 when a check for such findings could not see
    everything (no data is never a pass); else 0. UsageFault when no check fits."""
    with looking(context) as db:
        checks = load(context.settings, db.server.major, asked.slugs, asked.dimension)
        if not asked.slugs:
            checks = [each for each in checks if applies(each.given, context.environment)]
        if not checks:
            raise UsageFault(
                f"none of these checks is about {asked.dimension}", ", ".join(asked.slugs), "opskit check list"
            )
        looks = watched(checks, db) if asked.over_s else {}
        if looks:
            context.tell(f"counters are watched for {duration.written(timedelta(seconds=asked.over_s))}")
            time.sleep(asked.over_s)
        results = run_checks(context, checks, db, looks)
    partial = bool(asked.slugs or asked.dimension)
    judged = [name for name in DIMENSIONS if any(each.dimension == name for each in checks)] if partial else DIMENSIONS
    notes = expired(context.settings.ignores, results, context.now().date())
    report = CheckReport(tuple(results), scores(results, judged), asked.fail_on, partial, notes)
    report = replace(report, fixable=_fixable(results))
    code = exit_code(results, asked)
    return Answer("check", report, code, environment=context.environment.name, run=context.run)


def _fixable(results: Sequence[CheckResult]) -> tuple[str, ...]:
    found = [each for result in results for each in result.findings if each.severity.at_least(Severity.WARNING)]
    if not found:
        return ()
    from opskit.migrate.remedy import read  # the parser takes longer to load than a healthy database to look at

    return tuple(dict.fromkeys(each.key for each in found if not read(each.remedy).reason))


def with_explanation(answer: Answer[CheckReport]) -> Answer[CheckReport]:
    """The same, saying where the points of the score were lost."""
    report = answer.data
    return replace(answer, data=replace(report, explanation=explained(report.checks, report.scores)))


def exit_code(results: Sequence[CheckResult], asked: Inquiry) -> int:
    """A check that was not asked for by name makes exit 3 when it is as severe itself as `fail_on` (some report graver
    things now and then than they are there for), and not for want of an extension."""
    if any(finding.severity.at_least(asked.fail_on) for result in results for finding in result.findings):
        return FOUND
    blind = [each for each in results if each.reason]
    named = [each for each in blind if each.slug in asked.slugs and each.capable.at_least(asked.fail_on)]
    grave = [each for each in blind if each.severity.at_least(asked.fail_on) and not each.absent]
    return UNSEEN if named or grave else 0
