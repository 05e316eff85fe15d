"""The page of `opskit report list`."""

from __future__ import annotations

from opskit.app.reporting.history import ReportLine, ReportList
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Line, Table
from opskit.render.views.report import span, when
from opskit.render.words import plural

TICKS = "▁▂▃▄▅▆▇█"


def blocks(answer: Answer[ReportList]) -> list[Block]:
    data = answer.data
    if not data.reports:
        return [Line(f"The ledger keeps no report of {answer.environment}."), Code("opskit report")]
    rows = [_row(each) for each in data.reports]
    told = (
        f"{plural(len(rows), 'report')} of {data.total:,} of {answer.environment}, oldest first; score {_trend(data)}"
    )
    return [
        Table(["run", "at", "verdict", "score", "runbook"], rows),
        Line(""),
        Line(told),
    ]


def _row(each: ReportLine) -> list[str]:
    runbook = each.runbook if each.kept else "its verdict alone was kept"
    return [each.run, when(each.at), each.verdict, span(each.score, each.upper), runbook]


def _trend(data: ReportList) -> str:
    return "".join(TICKS[min(7, int(each.score / 100 * 8))] for each in data.reports)
