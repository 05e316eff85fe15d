"""Findings as workflow commands of GitHub Actions: they appear beside the lines of a pull request."""

from __future__ import annotations

from opskit.app.lint import Linted, LintFinding
from opskit.core.answer import Answer
from opskit.core.secret import redact

_LEVEL = {"critical": "error", "warning": "warning", "info": "notice"}


def draw(answer: Answer[Linted]) -> str:
    return "\n".join(_command(finding) for finding in answer.data.findings)


def _command(finding: LintFinding) -> str:
    title = _property(f"{finding.rule}{'' if finding.certain else ' (only the catalog can tell)'}")
    place = f"file={_property(finding.file)},line={max(finding.line, 1)},title={title}"
    text = _data(redact(f"{finding.message}. {finding.advice}"))
    return f"::{_LEVEL[finding.severity.value]} {place}::{text}"


def _data(text: str) -> str:
    """As @actions/core escapes the text of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
