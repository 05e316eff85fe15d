"""The page of `opskit config show`."""

from __future__ import annotations

from opskit.app.config import ConfigShown, Shown
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Facts, Heading, Line


def blocks(answer: Answer[ConfigShown]) -> list[Block]:
    data = answer.data
    if not data.files:
        return [
            Facts({value.key: _shown(value) for value in data.values}),
            Line("There is no opskit.toml here, in a folder above, for the user or in /etc/opskit."),
            Line("next: opskit init"),
        ]
    found: list[Block] = []
    for origin in dict.fromkeys(value.origin for value in data.values):
        found += [Heading(f"From {origin}")] if origin else []
        found.append(Facts({value.key: _shown(value) for value in data.values if value.origin == origin}))
    return found


def _shown(value: Shown) -> str:
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
