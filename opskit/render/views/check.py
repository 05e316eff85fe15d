"""The page of `opskit check`: the verdict, what was found and how to mend it, what could not be seen, what is
ignored, the scores."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.check import CheckReport
from opskit.core.answer import Answer
from opskit.core.check import CheckResult
from opskit.core.verdict import Severity, Verdict, worst
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.views.score_explained import blocks as explanation
from opskit.render.words import plural

SHOWN = 5


def blocks(answer: Answer[CheckReport]) -> list[Block]:
    report = answer.data
    found = sorted((each for each in report.checks if each.findings), key=_most_severe_first)
    blind = [each for each in report.checks if each.reason]
    minor = [each for each in found if _severity(each) is Severity.INFO and not _asked_for(report)]
    made: list[Block] = [_verdict(answer)]
    for result in found:
        made += _found(result, len(report.checks) == 1) if result not in minor else []
    made += _minor(minor)
    if blind:
        made.append(Heading("Cannot tell"))
        made += [Line(f"{each.slug}: {each.reason}", "inconclusive") for each in blind]
    made += _ignored(report)
    made += _scores(report) if report.explanation or not report.partial else []
    made += explanation(report.explanation) if report.explanation else []
    return made + _next(found or blind, bool(report.fixable))


def _verdict(answer: Answer[CheckReport]) -> Line:
    report = answer.data
    failing = sum(each.verdict is Verdict.FAIL for each in report.checks)
    blind = sum(each.verdict is Verdict.INCONCLUSIVE for each in report.checks)
    passing = len(report.checks) - failing - blind
    counts = f"{plural(len(report.checks), 'check')} on {answer.environment}: {passing} pass, {failing} fail"
    cannot = f", {blind} cannot tell" if blind else ""
    return Line(f"{counts}{cannot}.", worst(each.verdict for each in report.checks))


def _severity(result: CheckResult) -> Severity:
    return max((finding.severity for finding in result.findings), key=lambda severity: severity.rank)


def _most_severe_first(result: CheckResult) -> tuple[int, str]:
    return (-_severity(result).rank, result.slug)


def _asked_for(report: CheckReport) -> bool:
    """Whether somebody wants to see what is only to be known."""
    return report.partial or report.fail_on is Severity.INFO


def _minor(results: Sequence[CheckResult]) -> list[Block]:
    """A line for each check, with the number of its findings."""
    lines = [f"{each.slug} ({len(each.findings)}): {each.title}" for each in results]
    more = f"opskit check {results[0].slug}, or --fail-on info for all, shows what was found" if results else ""
    return [Heading("To be known"), Bullets(lines), Line(more)] if lines else []


def _found(result: CheckResult, whole: bool) -> list[Block]:
    findings = result.findings if whole else result.findings[:SHOWN]
    rest = len(result.findings) - len(findings)
    items = [f"{finding.object}: {finding.message}" for finding in findings]
    items += [f"and {rest} more: opskit check {result.slug}"] if rest else []
    remedies = list(dict.fromkeys(finding.remedy for finding in findings if finding.remedy))
    return [
        Line(""),
        Line(f"{result.slug}: {result.title}", _severity(result)),
        Bullets(items),
        *([Code("\n".join(remedies))] if remedies else []),
    ]


def _ignored(report: CheckReport) -> list[Block]:
    """What a person has decided to live with, and what of it has ended."""
    lines = [
        f"{each.finding.key}: {each.finding.message} (until {each.until}: {each.reason})"
        for result in report.checks
        for each in result.ignored
    ]
    found: list[Block] = [Heading("Ignored"), Bullets(lines)] if lines else []
    return found + [Line(note, "warning") for note in report.notes]


def _scores(report: CheckReport) -> list[Block]:
    scores = report.scores
    rows = [
        [name, f"{each.score:.0f}", f"{each.upper:.0f}", f"{each.coverage:.0%}"]
        for name, each in scores.dimensions.items()
    ]
    rows.append(["overall", f"{scores.overall:.0f}", f"{scores.upper:.0f}", f"{scores.coverage:.0%}"])
    columns = ["dimension", "score", "at most", "seen"]
    return [Heading("Scores, of 100"), Table(columns, rows, columns[1:])]


def _next(results: Sequence[CheckResult], fixable: bool) -> list[Block]:
    if not results:
        return []
    fix = ["opskit fix -n   (plans what can be mended online)"] if fixable else []
    return [Line(""), *(Line(f"next: {each}") for each in [*fix, f"opskit check explain {results[0].slug}"])]
