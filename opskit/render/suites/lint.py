"""`opskit lint`: one suite a file; a file without a finding is one case, otherwise every finding is one."""

from __future__ import annotations

from opskit.app.lint import Linted, LintFinding
from opskit.core.answer import Answer
from opskit.render.suite import Case, Outcome, Suite


def suites(answer: Answer[Linted]) -> list[Suite]:
    linted = answer.data
    found = [*linted.findings, *(each.finding for each in linted.suppressed)]
    names = dict.fromkeys([*linted.sources, *(each.file for each in found)])
    return [Suite(name, _cases(linted, name), file=name) for name in names]


def _cases(linted: Linted, name: str) -> list[Case]:
    found = [_finding(each) for each in linted.findings if each.file == name]
    allowed = [
        Case(name, _name(each.finding), Outcome.SKIPPED, "allowed", each.reason, [each.finding.message])
        for each in linted.suppressed
        if each.finding.file == name
    ]
    return [*found, *allowed] or [Case(name, "lint", Outcome.PASSED)]


def _finding(finding: LintFinding) -> Case:
    """What only a catalog can tell is an error: the worst case is assumed, and nobody knows."""
    outcome = Outcome.FAILURE if finding.certain else Outcome.ERROR
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    doubt = "" if finding.certain else "only the catalog can tell; this is the worst case"
    lock = f"lock: {finding.lock} on {finding.relation}" if finding.lock else ""
    text = [place, lock, doubt, f"instead: {finding.advice}", finding.statement]
    return Case(finding.file, _name(finding), outcome, finding.severity, finding.message, text)


def _name(finding: LintFinding) -> str:
    return f"{finding.rule}, line {finding.line}" if finding.line else finding.rule
