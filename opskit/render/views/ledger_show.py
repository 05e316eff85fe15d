"""The page of `opskit ledger show`."""

from __future__ import annotations

from datetime import datetime

from opskit.app.ledger import EventLine, LedgerShown
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line, Table
from opskit.render.hostile import one_line
from opskit.render.words import plural

SHOWN = 80


def blocks(answer: Answer[LedgerShown]) -> list[Block]:
    data = answer.data
    if not data.events:
        return [Line(f"The ledger {data.place} holds no event yet.")]
    operators = sorted({event.operator for event in data.events})
    several = len(operators) > 1
    columns = ["seq", "at", "run", "environment", *(["operator"] if several else []), "what"]
    rows = [_row(event, several) for event in data.events]
    shown = f"{plural(len(rows), 'event')} of {data.total:,} in {data.place}"
    return [
        Table(columns, rows, numeric=["seq"]),
        Line(""),
        Line(f"{shown}; times are local{'' if several else f', all by {operators[0]}'}."),
    ]


def _row(event: EventLine, several: bool) -> list[str]:
    who = [event.operator] if several else []
    return [str(event.seq), _local(event.at), event.run, event.environment, *who, _what(event)]


def _what(event: EventLine) -> str:
    text = one_line(event.text)
    cut = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"{event.kind}: {cut}" if cut else event.kind


def _local(at: str) -> str:
    """A time that cannot be read is shown as it stands: somebody may have edited it."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%m-%d %H:%M:%S}"
    except ValueError:
        return at
