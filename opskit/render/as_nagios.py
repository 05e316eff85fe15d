"""What a plugin of Nagios and Icinga prints: one line with the state and the performance data, then more text. After
the Monitoring Plugins Development Guidelines: `'label'=value[UOM];warn;crit;min;max`, `|` before the data and nowhere
else, no more than 4 KB, which is all that Nagios Core reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.app.check import CheckReport
from opskit.core.answer import Answer
from opskit.core.check import CheckResult
from opskit.core.secret import redact
from opskit.core.verdict import Severity
from opskit.render.hostile import one_line

STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
UNKNOWN = STATES.index("UNKNOWN")
_LIMIT = 4096
_NAMED = 3


def draw(answer: Answer[Any]) -> str:
    """Of a report of `check`; of an error, which is UNKNOWN."""
    if not isinstance(answer.data, CheckReport):
        data = answer.data
        more = [f"{name}: {data[name]}" for name in ("why", "next") if data[name]]
        return _whole(_first("UNKNOWN", data["what"]), "", more)
    report = answer.data
    found = sorted((each for each in report.checks if each.findings), key=_most_severe_first)
    told = f"{_summary(report, found)} on {answer.environment}"
    return _whole(_first(STATES[answer.exit_code], told), _data(report), _lines(report, found))


def _first(state: str, told: str) -> str:
    return f"OPSKIT {state} - {harmless(told)}"


def harmless(text: str) -> str:
    """On one line, and without the character that begins the performance data."""
    return one_line(text).replace("|", "\\u007c")


def _whole(first: str, data: str, more: Sequence[str]) -> str:
    lines = [redact(first + (f"|{data}" if data else "")), *(redact(harmless(line)) for line in more)]
    kept, size = lines[:1], len(lines[0].encode())
    for place, line in enumerate(lines[1:], 1):
        size += len(line.encode()) + 1
        if size > _LIMIT - 80:
            kept.append(f"and {len(lines) - place} more lines: opskit check")
            break
        kept.append(line)
    return "\n".join(kept)


def _summary(report: CheckReport, found: Sequence[CheckResult]) -> str:
    grave = [each for each in found if _severity(each) is not Severity.INFO]
    unseen = sum(bool(each.reason) for each in report.checks)
    counts = [f"{_count(report, Severity.CRITICAL)} critical", f"{_count(report, Severity.WARNING)} warning"]
    counts += [f"{unseen} cannot tell"] if unseen else []
    named = [each.slug for each in grave[:_NAMED]] + ([f"and {len(grave) - _NAMED} more"] if grave[_NAMED:] else [])
    return ", ".join(counts) + (f" ({', '.join(named)})" if named else "")


def _data(report: CheckReport) -> str:
    """Counts of findings, with the limit over which they change the state; of each check where some were asked for."""
    total = len(report.checks)
    made = [
        _measured("critical", f"{_count(report, Severity.CRITICAL)};;0;0"),
        _measured("warning", f"{_count(report, Severity.WARNING)};0;;0"),
        _measured("info", f"{_count(report, Severity.INFO)};;;0"),
        _measured("cannot_tell", f"{sum(bool(each.reason) for each in report.checks)};;;0;{total}"),
        _measured("checks", f"{total};;;0"),
    ]
    if report.partial:
        return " ".join([*made, *(_measured(each.slug, f"{len(each.findings)};;;0") for each in report.checks)])
    scores = report.scores
    made += [_measured("score", f"{scores.overall:g};;;0;100"), _measured("score_upper", f"{scores.upper:g};;;0;100")]
    return " ".join(made + [_measured(f"score_{name}", f"{each.score:g};;;0;100")
                            for name, each in scores.dimensions.items()])  # fmt: skip


def _measured(label: str, value: str) -> str:
    """A quote inside a label is doubled, an equals sign cannot be in one."""
    return "'" + harmless(label).replace("=", "_").replace("'", "''") + f"'={value}"


def _lines(report: CheckReport, found: Sequence[CheckResult]) -> list[str]:
    lines = [
        f"{finding.severity.upper()} {each.slug}: {finding.object}: {finding.message}"
        for each in found
        for finding in sorted(each.findings, key=lambda finding: -finding.severity.rank)
        if finding.severity is not Severity.INFO
    ]
    return lines + [f"CANNOT TELL {each.slug}: {each.reason}" for each in report.checks if each.reason]


def _count(report: CheckReport, severity: Severity) -> int:
    return sum(finding.severity is severity for each in report.checks for finding in each.findings)


def _severity(result: CheckResult) -> Severity:
    return max((finding.severity for finding in result.findings), key=lambda severity: severity.rank)


def _most_severe_first(result: CheckResult) -> tuple[int, str]:
    return (-_severity(result).rank, result.slug)
