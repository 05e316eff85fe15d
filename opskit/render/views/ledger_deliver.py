"""The page of `opskit ledger deliver`."""

from __future__ import annotations

from opskit.app.ledger_deliver import Delivered
from opskit.app.undelivered import Undelivered
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line, Table
from opskit.render.words import plural

_COLUMNS = ["target", "what", "run", "tries", "again", "why"]


def blocks(answer: Answer[Delivered]) -> list[Block]:
    data = answer.data
    if not data.targets:
        return [Line("Nobody is to be notified: opskit.toml has no [[notify]].")]
    sent = f"{plural(data.delivered, 'notification')} delivered now"
    if not data.undelivered:
        return [Line(f"{sent}; none is left in {data.path}.", "done")]
    return [
        Line(f"{sent}; {plural(len(data.undelivered), 'notification')} undelivered.", "inconclusive"),
        Table(_COLUMNS, [_row(each) for each in data.undelivered], numeric=["tries"]),
        Line("A notification is tried for a day, and listed for a week; the times are local."),
        Line("next: opskit doctor   (looks at the files of each target)"),
    ]


def _row(each: Undelivered) -> list[str]:
    what = f"{each.kind} on {each.environment}" if each.environment else each.kind
    again = f"{each.next_at.astimezone():%m-%d %H:%M:%S}" if each.next_at else "given up"
    return [each.target, what, each.run, str(each.attempts), again, each.error or "not tried yet"]
