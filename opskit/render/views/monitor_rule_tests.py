"""`opskit monitor rule-tests`: one document, as Prometheus and promtool read it."""

from __future__ import annotations

from typing import Any

from opskit.core.answer import Answer
from opskit.render.blocks import Block, Verbatim
from opskit.render.yaml import dump


def blocks(answer: Answer[dict[str, Any]]) -> list[Block]:
    return [Verbatim(dump(answer.data))]
