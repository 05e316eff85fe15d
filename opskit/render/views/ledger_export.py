"""`opskit ledger export`: JSON Lines, one event a line."""

from __future__ import annotations

import json
from collections.abc import Sequence

from opskit.app.ledger import EventLine
from opskit.core.answer import Answer
from opskit.core.secret import redacted
from opskit.render.blocks import Block, Verbatim
from opskit.value import asdict


def blocks(answer: Answer[Sequence[EventLine]]) -> list[Block]:
    return [Verbatim("\n".join(json_line(event) for event in answer.data))] if answer.data else []


def json_line(event: EventLine) -> str:
    """In ASCII, so that no character of a name can act on the terminal."""
    values = asdict(event)
    del values["text"]
    return json.dumps(redacted(values), sort_keys=True)
