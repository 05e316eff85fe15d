"""`opskit monitor dashboard`: one document, as Grafana reads it."""

from __future__ import annotations

import json
from typing import Any

from opskit.core.answer import Answer
from opskit.render.blocks import Block, Verbatim


def blocks(answer: Answer[dict[str, Any]]) -> list[Block]:
    return [Verbatim(json.dumps(answer.data, indent=2))]
