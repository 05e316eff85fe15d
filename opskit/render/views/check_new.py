"""The page of `opskit check new`."""

from __future__ import annotations

from opskit.app.check_new import Written
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line


def blocks(answer: Answer[Written]) -> list[Block]:
    query, script = answer.data.files
    return [
        Line(f"check {answer.data.slug}: {query}", "ok"),
        Line(f"its script: {script}"),
        Line(""),
        Line(f"next: change both to what you want; then opskit check test {answer.data.slug}"),
    ]
