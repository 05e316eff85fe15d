"""The script of a shell, and nothing else."""

from __future__ import annotations

from opskit.app.completion import Completion
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Verbatim


def blocks(answer: Answer[Completion]) -> list[Block]:
    return [Verbatim(answer.data.script)]
