"""`opskit checklist show ITEM`: the one case."""

from __future__ import annotations

from opskit.app.checklist import Checklist
from opskit.core.answer import Answer
from opskit.render.suite import Suite
from opskit.render.suites.checklist import of_items


def suites(answer: Answer[Checklist]) -> list[Suite]:
    return of_items(answer.data)
