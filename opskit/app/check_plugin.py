"""`opskit check -o nagios`: the same findings as a plugin of Nagios and Icinga answers. Its four states are the exit
codes of that interface (Monitoring Plugins Development Guidelines, "Plugin Return Codes") and of this form alone."""

from __future__ import annotations

from opskit.app.check import CheckReport, Inquiry, exit_code
from opskit.core.answer import Answer
from opskit.core.verdict import Severity
from opskit.value import replace

OK, WARNING, CRITICAL, UNKNOWN = range(4)
_UNSEEN = 3


def as_plugin(answer: Answer[CheckReport], asked: Inquiry) -> Answer[CheckReport]:
    """The answer with the state in the place of the exit code. What was found goes before what could not be seen, and
    that before OK; what could not be seen counts as `asked.fail_on` says, as in every other form."""
    return replace(answer, exit_code=_state(answer.data, asked))


def _state(report: CheckReport, asked: Inquiry) -> int:
    found = {finding.severity for result in report.checks for finding in result.findings}
    if Severity.CRITICAL in found:
        return CRITICAL
    if Severity.WARNING in found:
        return WARNING
    blind = [replace(each, findings=()) for each in report.checks]
    return UNKNOWN if exit_code(blind, asked) == _UNSEEN else OK
