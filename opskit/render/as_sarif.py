"""Findings as SARIF 2.1.0 (OASIS), which code scanning services read."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from opskit import __version__
from opskit.app.lint import Linted, LintFinding, Suppression
from opskit.app.rules import RuleText
from opskit.core.answer import Answer
from opskit.core.secret import redacted

_LEVEL = {"critical": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def draw(answer: Answer[Linted]) -> str:
    data = answer.data
    rules = list(data.rules)
    driver = {"name": "opskit", "semanticVersion": __version__, "rules": [_rule(data.rules[each]) for each in rules]}
    results = [_result(finding, rules.index(finding.rule)) for finding in data.findings]
    results += [_suppressed(each, rules.index(each.finding.rule)) for each in data.suppressed]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(redacted(document), indent=2, ensure_ascii=False)


def _rule(rule: RuleText) -> dict[str, Any]:
    return {
        "id": rule.rule,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.catches} {rule.why}."},
        "help": {"text": rule.safe},
        "defaultConfiguration": {"level": _LEVEL[rule.severity.value]},
    }


def _suppressed(allowed: Suppression, index: int) -> dict[str, Any]:
    """Kept, so that a reader of the log sees what was allowed and why."""
    suppressions = [{"kind": "inSource", "justification": allowed.reason}]
    return {**_result(allowed.finding, index), "suppressions": suppressions}


def _result(finding: LintFinding, index: int) -> dict[str, Any]:
    path = PurePath(finding.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": max(finding.line, 1)}}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVEL[finding.severity.value],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
        "properties": {
            "lock": finding.lock,
            "relation": finding.relation,
            "certain": finding.certain,
            "safe": finding.safe,
        },
    }
