"""The page of `opskit lint`: file by file, the statement's line first."""

from __future__ import annotations

from itertools import groupby

from opskit.app.lint import Linted, LintFinding
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Heading, Line
from opskit.render.words import plural


def blocks(answer: Answer[Linted]) -> list[Block]:
    data = answer.data
    found: list[Block] = []
    for file, findings in groupby(data.findings, key=lambda finding: finding.file):
        found.append(Heading(file))
        found += [_line(finding) for finding in findings]
    where = f"{plural(data.statements, 'statement')} of {plural(data.files, 'file')}"
    count = f"{plural(len(data.findings), 'finding')} in {where}"
    advice = {finding.rule: finding.advice for finding in data.findings}
    found += [Line("")] if found else []
    found += [Line(f"{rule}: {text}") for rule, text in sorted(advice.items())]
    safe = sum(finding.safe for finding in data.findings)
    return [
        *found,
        Line(
            f"{count}; of {safe} opskit runs a safer form by itself (opskit plan shows it).",
            "ok" if not data.findings else "",
        ),
    ]


def _line(finding: LintFinding) -> Line:
    lock = f" [{finding.lock}]" if finding.lock else ""
    return Line(f"line {finding.line}: {finding.rule}: {finding.message}{lock}", finding.severity.value)
