"""`opskit fleet export k8s`: one document, as kubectl reads it."""

from __future__ import annotations

import json

from opskit.app.fleet_export import Manifest
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Verbatim


def blocks(answer: Answer[Manifest]) -> list[Block]:
    return [Verbatim(json.dumps(answer.data.document, indent=2))]
