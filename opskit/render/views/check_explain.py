"""The page of `opskit check explain`."""

from __future__ import annotations

import json

from opskit.app.check_catalogue import Explanation, Param
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Code, Facts, Heading, Line


def blocks(answer: Answer[Explanation]) -> list[Block]:
    check = answer.data
    facts = {
        "dimension": check.dimension,
        "severity": check.severity.value,
        "PostgreSQL": f"{check.since} and later",
        "why": check.why,
        "mend": check.remedy.replace("{statement}", "<the statement that each finding gives>"),
        "needs": ", ".join(check.needs),
    }
    limits: list[Block] = [Heading("Limits, set under [thresholds] of opskit.toml")] if check.params else []
    told = [f"{each.name}: {each.text}" for each in check.given]
    given: list[Block] = [Line(""), Bullets(told)] if told else []
    return [
        Line(f"{check.slug}: {check.title}"),
        Facts({name: value for name, value in facts.items() if value}),
        *given,
        *limits,
        *([Bullets([_param(check.slug, each) for each in check.params])] if check.params else []),
        Heading("Query"),
        Code(check.query),
    ]


def _param(slug: str, param: Param) -> str:
    default = "" if param.value == param.default else f" (default {param.default})"
    source = f": {param.source}" if param.source else ""
    return f'"{slug}.{param.name}" = {_as_written(param.value)}{default}{source}'


def _as_written(value: object) -> str:
    """As opskit.toml takes it: a line of the page can be put there as it stands."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
