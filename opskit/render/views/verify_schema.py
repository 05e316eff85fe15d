"""The page of `opskit verify schema`."""

from __future__ import annotations

from opskit.app.verify_schema import SchemaVerified
from opskit.core.answer import Answer
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Facts, Line
from opskit.render.words import plural


def blocks(answer: Answer[SchemaVerified]) -> list[Block]:
    data = answer.data
    facts = {"now": f"{data.fingerprint} ({plural(data.objects, 'object')})"}
    if data.recorded_run:
        facts |= {"recorded": data.recorded or "nothing", "by run": f"{data.recorded_run}, {data.recorded_at}"}
    found: list[Block] = [
        Line(f"The schema of {answer.environment}: {data.reason}.", data.verdict.value),
        Facts(facts),
    ]
    if data.verdict is Verdict.FAIL:
        found.append(Line(f"next: opskit compare {answer.environment} OTHER   (shows what differs from another copy)"))
    return found
