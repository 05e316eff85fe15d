"""`opskit monitor export`: one look at a database, for a monitoring server."""

from __future__ import annotations

import time
from collections.abc import Sequence

from opskit.app import item_kinds
from opskit.app.check import CheckReport, Inquiry, check
from opskit.app.checklist import USUAL
from opskit.app.context import Context
from opskit.app.gate_data import GateView
from opskit.app.monitor_families import of_checks, of_gates, of_look, of_scores
from opskit.app.reporting.gates import gates
from opskit.catalog import runbooks
from opskit.core.answer import Answer
from opskit.core.exposed import Family
from opskit.core.runbook import Runbook
from opskit.core.verdict import Severity
from opskit.errors import Failed, OpskitError, Unreachable
from opskit.value import Value

UNREACHABLE = 6


class Exposed(Value):
    """`at` in seconds since 1970. `why` is why the database gave no answer, empty when it did; `critical` the checks
    that have a critical finding, `blind` those that could not see everything."""

    at: float
    families: Sequence[Family]
    why: str = ""
    critical: Sequence[str] = ()
    blind: Sequence[str] = ()


def monitor_export(context: Context, runbook: str) -> Answer[Exposed]:
    """Exit 6 when the database does not answer: there is an answer all the same, or a file would go on telling what was
    true before."""
    seen = look(context, load_runbook(context, runbook))
    if seen.why:
        context.tell(f"the database gave no answer: {seen.why}")
    code = UNREACHABLE if seen.why else 0
    return Answer("monitor-export", seen, code, environment=context.environment.name, run=context.run)


def load_runbook(context: Context, name: str) -> Runbook:
    """The one whose gates are told of."""
    return runbooks.load(runbooks.find(context.settings.runbooks, name or USUAL), item_kinds.shapes())


def look(context: Context, runbook: Runbook) -> Exposed:
    """UsageFault and InvalidFile are raised: nobody can watch with words or files that are wrong."""
    name, began = context.environment.name, time.monotonic()
    report, why = _checked(context)
    told = of_gates(name, _gates(context, runbook))
    at = context.now().timestamp()
    first = of_look(name, at, time.monotonic() - began, report is not None)
    if report is None:
        return Exposed(at, [*first, *told], why)
    critical = [
        each.slug for each in report.checks if any(finding.severity is Severity.CRITICAL for finding in each.findings)
    ]
    blind = [each.slug for each in report.checks if each.reason]
    found = [*first, *of_checks(name, report.checks), *of_scores(name, report.scores), *told]
    return Exposed(at, found, "", critical, blind)


def _checked(context: Context) -> tuple[CheckReport | None, str]:
    try:
        return check(context, Inquiry()).data, ""
    except (Unreachable, Failed) as error:
        return None, ": ".join(filter(None, [error.what, error.why]))


def _gates(context: Context, runbook: Runbook) -> list[GateView] | None:
    try:
        return gates(context, runbook)
    except OpskitError as error:
        context.tell(f"the ledger could not be read: {error.what}")
        return None
