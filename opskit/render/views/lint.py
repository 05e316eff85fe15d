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
    found += [Line("")] if found else []
    found += [Line(f"{rule}: {text.safe}") for rule, text in data.rules.items()]
    found += [Line(f"{each.file}, line {each.line}: {each.rule} is allowed: {each.reason}") for each in data.suppressed]
    return [*found, *_summary(answer)]


def _summary(answer: Answer[Linted]) -> list[Block]:
    data = answer.data
    where = f"{plural(data.statements, 'statement')} of {plural(data.files, 'file')}"
    safe = sum(finding.safe for finding in data.findings)
    text = f"{plural(len(data.findings), 'finding')} in {where}"
    lines: list[Block] = [Line(f"{text}; of {safe} opskit runs a safer form by itself (opskit plan shows it).",
                               "ok" if not data.findings else "")]  # fmt: skip
    doubts = sum(not finding.certain for finding in data.findings)
    if doubts and not data.catalog:
        lines.append(Line(f"{doubts} in doubt, the worst case is given: opskit lint -e NAME asks the catalog."))
    return lines


def _line(finding: LintFinding) -> Line:
    lock = f" [{finding.lock}]" if finding.lock else ""
    doubt = "" if finding.certain else " (in doubt)"
    return Line(f"line {finding.line}: {finding.rule}: {finding.message}{lock}{doubt}", finding.severity.value)
