"""The page of `opskit check test`."""

from __future__ import annotations

from opskit.app.check_test import TestReport
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Line
from opskit.render.words import plural


def blocks(answer: Answer[TestReport]) -> list[Block]:
    checks = answer.data.checks
    bad = [each for each in checks if each.faults]
    verdict = f"{plural(len(bad), 'check')} of {len(checks)} not as its script says" if bad else ""
    page: list[Block] = [Line(verdict or f"{plural(len(checks), 'check')} as the script says", "fail" if bad else "ok")]
    for each in bad:
        page += [Line(""), Line(f"{each.slug} ({each.script})", "fail"), Bullets(list(each.faults))]
    return page
