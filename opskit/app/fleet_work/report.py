"""`runbook`: the checklist it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.app.context import Context
from opskit.app.report import report
from opskit.app.reporting.data import ReadinessReport
from opskit.core.answer import Answer


def work(context: Context, given: Mapping[str, Any]) -> Answer[ReadinessReport]:
    return report(context, given["runbook"])


def told(answer: Answer[ReadinessReport]) -> str:
    data: Any = answer.data
    return f"{data.verdict}, score {data.score:.0f}, {len(data.blockers)} in the way"
