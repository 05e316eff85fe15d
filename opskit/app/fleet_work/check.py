"""`slugs`: the checks that are asked for, all without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from opskit.app.check import CheckReport, Inquiry, check
from opskit.app.context import Context
from opskit.core.answer import Answer
from opskit.core.verdict import Verdict


def work(context: Context, given: Mapping[str, Any]) -> Answer[CheckReport]:
    return check(context, Inquiry(tuple(given["slugs"])))


def told(answer: Answer[CheckReport]) -> str:
    counts = Counter(check.verdict for check in answer.data.checks)
    found = Counter(str(each.severity) for check in answer.data.checks for each in check.findings)
    told = ", ".join(f"{number} {word}" for word in ("critical", "warning", "info") if (number := found[word]))
    return f"{counts[Verdict.PASS]} of {len(answer.data.checks)} pass" + (f": {told}" if told else "")
