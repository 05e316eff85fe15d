"""The page of `opskit fleet list`."""

from __future__ import annotations

from opskit.app.fleet import TargetLine, TargetList
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line, Table
from opskit.render.words import plural


def blocks(answer: Answer[TargetList]) -> list[Block]:
    data = answer.data
    rows = [_row(each) for each in data.targets]
    return [
        Table(["target", "wave", "host", "labels"], rows, numeric=["wave"]),
        Line(""),
        Line(f"{plural(len(rows), 'database')}, from {data.source}."),
    ]


def _row(each: TargetLine) -> list[str]:
    labels = [f"{key}={value}" for key, value in each.labels.items()]
    return [each.target, str(each.wave), each.host, ", ".join([*(["PROTECTED"] if each.protected else []), *labels])]
