"""The page of `opskit lint`: file by file and statement by statement, the gravest finding first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from opskit.app.lint import Linted, LintFinding
from opskit.core.answer import Answer
from opskit.core.verdict import Severity
from opskit.render.blocks import Block, Bullets, Heading, Line
from opskit.render.hostile import one_line
from opskit.render.words import plural

# What is merely worth knowing and true of more statements of a file than this is said once.
_OFTEN = 2
_STATEMENT = 60
_LINES = 12


def blocks(answer: Answer[Linted]) -> list[Block]:
    data = answer.data
    found: list[Block] = []
    for file, findings in groupby(data.findings, key=lambda finding: finding.file):
        found += [Heading(file), *_file(list(findings))]
    if data.rules:
        found += [
            Heading("What to write instead"),
            Bullets([f"{rule}: {data.rules[rule].safe}" for rule in _said(data)]),
        ]
    if data.suppressed:
        allowed = [
            f"{each.finding.file}:{each.finding.line} {each.finding.rule}: {each.reason}" for each in data.suppressed
        ]
        found += [Heading("Allowed"), Bullets(allowed)]
    return [*found, Line(""), *_summary(answer)] if found else _summary(answer)


def _said(data: Linted) -> list[str]:
    return sorted({finding.rule for finding in data.findings})


def _file(findings: Sequence[LintFinding]) -> Iterator[Block]:
    count = Counter((each.rule, each.severity) for each in findings)
    often = {key for key, number in count.items() if number > _OFTEN and key[1] is Severity.INFO}
    rest = [each for each in findings if (each.rule, each.severity) not in often]
    for (line, statement), some in groupby(rest, key=lambda finding: (finding.line, finding.statement)):
        yield Line(_where(line, statement))
        yield from (Line(_text(each), each.severity.value) for each in some)
    for rule, severity in sorted(often):
        mine = [each for each in findings if (each.rule, each.severity) == (rule, severity)]
        yield Line(f"{_lines(mine)}:")
        yield Line(f"{rule}: {mine[0].message}, and so on", severity.value)


def _where(line: int, statement: str) -> str:
    text = one_line(statement)
    text = text if len(text) <= _STATEMENT else f"{text[:_STATEMENT]} …"
    return f"line {line}: {text}" if line and text else f"line {line}:" if line else "as a whole:"


def _lines(findings: Sequence[LintFinding]) -> str:
    numbers = sorted({finding.line for finding in findings})
    more = len(numbers) - _LINES
    listed = ", ".join(map(str, numbers[:_LINES]))
    return f"lines {listed} and {more} more" if more > 0 else f"lines {listed}"


def _text(finding: LintFinding) -> str:
    lock = f" [{finding.lock}]" if finding.lock else ""
    doubt = "" if finding.certain else " (in doubt)"
    return f"{finding.rule}: {finding.message}{lock}{doubt}"


def _summary(answer: Answer[Linted]) -> list[Block]:
    data = answer.data
    where = f"{plural(data.statements, 'statement')} of {plural(data.files, 'file')}"
    counts = Counter(finding.severity for finding in data.findings)
    kinds = ", ".join(f"{counts[each]} {each}" for each in reversed(list(Severity)) if counts[each])
    text = f"{plural(len(data.findings), 'finding')} in {where}{f': {kinds}' if kinds else ''}."
    safe = sum(finding.safe for finding in data.findings)
    text += f" Of {safe} opskit runs a safer form by itself (opskit plan shows it)." if safe else ""
    lines: list[Block] = [Line(text, "" if data.findings else "ok")]
    if data.applied:
        lines.append(Line(f"Passed over, because {answer.environment} has it: {plural(data.applied, 'migration')}."))
    doubts = sum(not finding.certain for finding in data.findings)
    if doubts and not data.catalog:
        lines.append(Line(f"{doubts} in doubt, the worst case is given: opskit lint -e NAME asks the catalog."))
    return lines
