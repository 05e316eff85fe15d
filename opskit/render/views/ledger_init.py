"""The page of `opskit ledger init`."""

from __future__ import annotations

from opskit.app.ledger_init import LedgerMade
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Facts, Line
from opskit.render.words import plural


def blocks(answer: Answer[LedgerMade]) -> list[Block]:
    data = answer.data
    where = Facts({"ledger": data.place, "database": data.database, "owner": data.login})
    if not data.parts:
        return [Line("The ledger is there, and whole.", "ok"), where]
    shown: list[Block] = []
    for part in data.parts:
        shown += [Line(part.summary), Code(part.sql)]
    if not data.made:
        return [Line(f"{plural(len(data.parts), 'statement')} to run:", "pending"), where, *shown]
    return [
        Line("The ledger is made.", "done"),
        where,
        Line("Let each operator in with: grant opskit_ledger_writer to LOGIN; readers with opskit_ledger_reader."),
        Line("next: opskit ledger migrate -n   (where a file has held the ledger until now)"),
    ]
