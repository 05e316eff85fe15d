"""A finding that a person has decided to live with: for a reason, and not for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from opskit.core.check import CheckResult
from opskit.core.finding import Finding, Ignored
from opskit.core.verdict import Severity, Verdict
from opskit.value import Value, replace


class Ignore(Value):
    """`object` is the name of one, or a pattern with `*` and `?`; it holds up to and including `until`. `path` and
    `line` are where it is written."""

    check: str
    object: str
    reason: str
    until: date
    path: Path
    line: int

    def covers(self, slug: str, finding: Finding) -> bool:
        return slug == self.check and (finding.object == self.object or fnmatchcase(finding.object, self.object))

    def expired(self, today: date) -> bool:
        return today > self.until


def ignoring(result: CheckResult, ignores: Sequence[Ignore], today: date) -> CheckResult:
    """The findings that an ignore covers are set apart; the verdict is that of the others. The score does not look at
    ignores: it stays what the database deserves."""
    valid = [each for each in ignores if not each.expired(today)]
    kept, ignored = [], []
    for finding in result.findings:
        by = next((each for each in valid if each.covers(result.slug, finding)), None)
        if by:
            ignored.append(Ignored(finding, by.reason, by.until))
        else:
            kept.append(finding)
    if not ignored:
        return result
    return replace(result, findings=tuple(kept), ignored=tuple(ignored), verdict=verdict(kept, result.reason))


def expired(ignores: Sequence[Ignore], results: Sequence[CheckResult], today: date) -> tuple[str, ...]:
    """A sentence for each that would still be needed and holds no longer."""
    late = [each for each in ignores if each.expired(today)]
    return tuple(
        f"{each.path}:{each.line}: the ignore of {each.check} for {each.object} ended with {each.until}"
        for each in late
        if any(each.covers(result.slug, finding) for result in results for finding in result.findings)
    )


def verdict(findings: Sequence[Finding], reason: str) -> Verdict:
    """What the findings of a check say; `reason` is why it could not see everything, empty where it did."""
    if any(finding.severity.at_least(Severity.WARNING) for finding in findings):
        return Verdict.FAIL
    return Verdict.INCONCLUSIVE if reason else Verdict.PASS
