"""The page of `opskit config show`."""

from __future__ import annotations

from opskit.app.config import ConfigShown, Value
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Facts, Line, Table


def blocks(answer: Answer[ConfigShown]) -> list[Block]:
    data = answer.data
    if not data.files:
        return [Facts({value.key: _shown(value) for value in data.values}),
                Line("There is no opskit.toml here, in a folder above, for the user or in /etc/opskit."),
                Line("next: opskit init")]  # fmt: skip
    if any(value.origin for value in data.values):
        rows = [[value.key, _shown(value), value.origin] for value in data.values]
        return [Table(["value", "is", "from"], rows)]
    return [Facts({value.key: _shown(value) for value in data.values})]


def _shown(value: Value) -> str:
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
