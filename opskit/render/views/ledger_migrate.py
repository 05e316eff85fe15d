"""The page of `opskit ledger migrate`."""

from __future__ import annotations

from opskit.app.ledger_migrate import LedgerMigrated
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Facts, Line
from opskit.render.words import plural


def blocks(answer: Answer[LedgerMigrated]) -> list[Block]:
    data = answer.data
    facts = Facts({"from": str(data.path), "to": data.place, "head": data.head})
    events = plural(data.events, "event")
    if not data.copied:
        return [Line(f"{events} would be copied, hash by hash; the chain holds.", "pending"), facts]
    return [
        Line(f"{events} copied, and read back: the chain is the same.", "done"),
        facts,
        Line("The file stays as it is; nothing is written to it any more."),
        Line("next: opskit ledger verify"),
    ]
