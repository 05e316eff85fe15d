"""The page of `opskit verify schema`."""

from __future__ import annotations

from opskit.app.verify_schema import SchemaVerified
from opskit.core.answer import Answer
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Bullets, Facts, Heading, Line
from opskit.render.words import plural

SHOWN = 40
_WORDS = {"missing": "is gone", "added": "is new", "different": "is different"}


def blocks(answer: Answer[SchemaVerified]) -> list[Block]:
    data = answer.data
    facts = {"now": f"{data.fingerprint} ({plural(data.objects, 'object')})"}
    if data.recorded_run:
        facts |= {"recorded": data.recorded or "nothing", "by run": f"{data.recorded_run}, {data.recorded_at}"}
    found: list[Block] = [
        Line(f"The schema of {answer.environment}: {data.reason}.", data.verdict.value),
        Facts(facts),
        *_differences(data),
    ]
    if data.verdict is Verdict.FAIL:
        found.append(Line(f"next: opskit compare {answer.environment} OTHER   (shows what differs from another copy)"))
    return found


def _differences(data: SchemaVerified) -> list[Block]:
    if not data.differences:
        return []
    lines = [f"{each.kind} {each.name} {_WORDS[each.change]}" for each in data.differences]
    more = [Line(f"… and {len(lines) - SHOWN} more (--json lists them)")] if len(lines) > SHOWN else []
    return [Heading(f"Changed since {data.against}: {len(lines)}"), Bullets(lines[:SHOWN]), *more, Line("")]
