"""`opskit report list|show|diff`: the reports that the ledger keeps. None of them asks a database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opskit.app.context import Context
from opskit.app.report import drawn
from opskit.app.reporting.data import ReadinessReport
from opskit.app.reporting.kept import kept, named
from opskit.app.reporting.since import since
from opskit.catalog.document import from_json
from opskit.core.answer import Answer
from opskit.value import Value


class ReportLine(Value):
    """`kept`: it can be drawn again; an older opskit kept the verdict alone."""

    run: str
    at: str
    runbook: str
    verdict: str
    score: float
    upper: float
    kept: bool


class ReportList(Value):
    """Oldest first; `total` counts those that are not shown too."""

    reports: Sequence[ReportLine]
    total: int


class Side(Value):
    """`name` is the run or the file."""

    name: str
    at: str
    environment: str
    verdict: str
    score: float


class ReportDiff(Value):
    """`newly_stale` is what was known in the first and is not in the second."""

    before: Side
    after: Side
    newly_failing: Sequence[str]
    newly_passing: Sequence[str]
    newly_stale: Sequence[str]


def report_list(context: Context, last: int) -> Answer[ReportList]:
    found = kept(context.ledger.events(), context.environment.name)
    lines = [
        ReportLine(each.run, each.at, each.runbook, each.verdict, each.score, each.upper, bool(each.document))
        for each in found[-last:]
    ]
    return Answer("report-list", ReportList(lines, len(found)), environment=context.environment.name)


def report_show(context: Context, run: str) -> Answer[ReadinessReport]:
    """A run names its environment itself. UsageFault where there is no such report."""
    found = named(kept(context.ledger.events(), "" if run else context.environment.name), run)
    return drawn(found.report, found.environment, found.run)


def report_diff(context: Context, before: str, after: str) -> Answer[ReportDiff]:
    """UsageFault where one of them is not there, InvalidFile where a file is no report."""
    old, one = _read(context, before)
    new, other = _read(context, after)
    found = since(one.name, old, new)
    data = ReportDiff(one, other, found.newly_failing, found.newly_passing, found.newly_stale)
    return Answer("report-diff", data, environment=context.environment.name)


def _read(context: Context, name: str) -> tuple[ReadinessReport, Side]:
    path = Path(name)
    if name and path.suffix == ".json":
        head, report = from_json(path, "opskit/report/1", ReadinessReport)
        environment = str(head.get("environment", ""))
    else:
        found = named(kept(context.ledger.events(), "" if name else context.environment.name), name)
        name, environment, report = found.run, found.environment, found.report
    at = report.generated_at.isoformat().replace("+00:00", "Z")
    return report, Side(name, at, environment, report.verdict, report.score)
