"""The page of `opskit ledger verify`."""

from __future__ import annotations

from opskit.app.ledger import LedgerVerified
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Facts, Line
from opskit.render.words import plural


def blocks(answer: Answer[LedgerVerified]) -> list[Block]:
    data = answer.data
    facts = Facts({"ledger": data.place, "events": f"{data.events:,}", "head": data.head})
    if data.faults:
        return [
            Line(f"The chain is broken: {plural(len(data.faults), 'fault')}.", "fail"),
            Bullets(data.faults),
            facts,
            Line("next: compare with an exported copy, or with the head a report names (opskit ledger verify --head)"),
        ]
    if not data.events:
        return [
            Line("There is no event to verify: nothing was done with this ledger, or it is gone.", "inconclusive"),
            facts,
        ]
    return [Line("The chain holds: no event was edited, deleted or reordered.", "pass"), facts]
