"""`opskit ledger export`: JSON Lines, one event a line.

The drawing redacts what looks like a password in any text, which must not reach over the end of a JSON string: the
values are redacted here, and the two marks it looks for are written as JSON escapes, which mean the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from opskit.app.ledger import EventLine
from opskit.core.answer import Answer
from opskit.core.secret import redact
from opskit.render.blocks import Block, Code


def blocks(answer: Answer[Sequence[EventLine]]) -> list[Block]:
    return [Code("\n".join(json_line(event) for event in answer.data))] if answer.data else []


def json_line(event: EventLine) -> str:
    values = asdict(event)
    del values["text"]
    encoded = json.dumps(_redacted(values), sort_keys=True)
    return encoded.replace("://", ":\\/\\/").replace("=", "\\u003d")


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: _redacted(each) for key, each in value.items()}
    return [_redacted(each) for each in value] if isinstance(value, list) else value
