"""The page of `opskit doctor`: the verdict, each item with its status, and under it what mends it."""

from __future__ import annotations

from opskit.app.diagnosis import Status
from opskit.app.doctor import Diagnosis
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Line


def blocks(answer: Answer[Diagnosis]) -> list[Block]:
    items = answer.data.items
    page: list[Block] = [_verdict(answer.data), Line("")]
    for item in sorted(items, key=lambda item: item.status is Status.OK):
        page.append(Line(f"{item.name}: {item.text}", item.status))
        page += [Code(item.mend.replace("; ", ";\n"))] if item.mend else []
    return page


def _verdict(found: Diagnosis) -> Line:
    lacking = sum(item.status is Status.MISSING for item in found.items)
    doubtful = sum(item.status is Status.WARNING for item in found.items)
    if lacking:
        things = "1 thing is" if lacking == 1 else f"{lacking} things are"
        return Line(f"{things} missing on {found.environment}; opskit cannot do all of its work.", "missing")
    more = f" ({doubtful} to consider)" if doubtful else ""
    return Line(f"opskit can do all of its work on {found.environment}{more}.", "ok")
