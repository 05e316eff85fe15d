"""The page of `opskit check list`."""

from __future__ import annotations

from opskit.app.check_catalogue import CheckList
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Heading, Line, Table
from opskit.render.words import plural


def blocks(answer: Answer[CheckList]) -> list[Block]:
    checks = answer.data.checks
    page: list[Block] = [Line(plural(len(checks), "check"))]
    for dimension in dict.fromkeys(each.dimension for each in checks):
        rows = [[each.slug, each.severity.value, each.title] for each in checks if each.dimension == dimension]
        page += [Heading(dimension), Table(["check", "severity", "what it finds"], rows)]
    return [*page, Line(""), Line(f"next: opskit check explain {checks[0].slug}")]
