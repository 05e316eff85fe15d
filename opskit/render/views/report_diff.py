"""The page of `opskit report diff`."""

from __future__ import annotations

from opskit.app.reporting.history import ReportDiff, Side
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Facts, Heading, Line
from opskit.render.views.report import when


def blocks(answer: Answer[ReportDiff]) -> list[Block]:
    data = answer.data
    parts = [
        ("newly failing", data.newly_failing),
        ("newly passing", data.newly_passing),
        ("no longer known", data.newly_stale),
    ]
    said = ", ".join(f"{len(names)} {name}" for name, names in parts)
    made: list[Block] = [
        Line(said[0].upper() + said[1:] + "."),
        Facts({"before": _side(data.before), "after": _side(data.after)}),
    ]
    for name, names in parts:
        made += [Heading(f"{name.capitalize()}: {len(names)}"), Bullets(names)] if names else []
    return made


def _side(side: Side) -> str:
    return f"{side.name}, {side.environment}, {when(side.at)}: {side.verdict}, score {side.score:.0f}"
