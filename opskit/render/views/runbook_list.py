"""The page of `opskit runbook list`."""

from __future__ import annotations

from opskit.app.runbook_files import Listed, Listing
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line, Table
from opskit.render.words import plural


def blocks(answer: Answer[Listing]) -> list[Block]:
    rows = [_row(each) for each in answer.data.runbooks]
    return (
        [Table(["name", "title", "items", "metrics", "file"], rows, ["items", "metrics"])]
        if rows
        else [Line("There is no runbook.")]
    )


def _row(each: Listed) -> list[str]:
    title = f"INVALID: {plural(each.faults, 'fault')}; opskit runbook lint" if each.faults else each.title
    return [each.name, title, str(each.items), str(each.metrics), str(each.path)]
