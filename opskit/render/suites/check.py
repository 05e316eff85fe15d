"""`opskit check`: one suite a dimension, one case a check."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.check import CheckReport
from opskit.core.answer import Answer
from opskit.core.check import CheckResult
from opskit.core.finding import Finding
from opskit.core.verdict import Verdict
from opskit.render.suite import Case, Outcome, Suite, outcome_of
from opskit.render.words import plural


def suites(answer: Answer[CheckReport]) -> list[Suite]:
    return by_dimension(answer.data.checks)


def by_dimension(results: Sequence[CheckResult]) -> list[Suite]:
    names = dict.fromkeys(each.dimension for each in results)
    return [Suite(name, [_case(each) for each in results if each.dimension == name]) for name in names]


def _case(result: CheckResult) -> Case:
    outcome, word, why = _judged(result)
    text = [result.title, *map(_finding, result.findings), *_ignored(result)]
    return Case(result.dimension, result.slug, outcome, word, why, text, [f"check:{result.slug}"])


def _judged(result: CheckResult) -> tuple[Outcome, str, str]:
    """All its findings ignored: it is waived. An extension that nobody has installed: it does not apply."""
    if result.verdict is Verdict.PASS and result.ignored:
        first = result.ignored[0]
        return Outcome.SKIPPED, "ignored", f"until {first.until}: {first.reason}"
    if result.verdict is Verdict.INCONCLUSIVE and result.absent:
        return Outcome.SKIPPED, "not applicable", result.reason
    found = f"{plural(len(result.findings), 'finding')}, {worst}" if (worst := _worst(result.findings)) else ""
    return outcome_of(result.verdict), worst or result.verdict, found or result.reason


def _worst(findings: Sequence[Finding]) -> str:
    return max((each.severity for each in findings), key=lambda each: each.rank, default="")


def _finding(finding: Finding) -> str:
    remedy = f"\n  mend: {finding.remedy}" if finding.remedy else ""
    return f"{finding.severity}: {finding.object}: {finding.message}{remedy}"


def _ignored(result: CheckResult) -> list[str]:
    return [
        f"ignored until {each.until}: {each.finding.object}: {each.finding.message} ({each.reason})"
        for each in result.ignored
    ]
