"""What the window has to have room for: the items that do something, with their time there and back."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.permitted import said
from opskit.app.reporting.parts import Parts
from opskit.app.reporting.proof import BudgetLine
from opskit.core.item_state import DONE, Status
from opskit.core.ledger import Event
from opskit.core.runbook import Item
from opskit.core.time_budget import Budgeted, Part, budgeted

MIGRATE = "migrate"


def budgets(parts: Parts, events: Sequence[Event]) -> list[BudgetLine]:
    """In the order of the runbook: of the phases that need a window, or that a migration is applied in."""
    runbook, seen = parts.runbook.value, parts.checklist.value
    if runbook is None:
        return []
    phases = {each.phase for each in runbook.items if each.do and each.do.type == MIGRATE}
    phases |= {each.id for each in runbook.phases if each.needs_window}
    here = {each.id: each for each in seen.items if each.status != Status.NOT_APPLICABLE} if seen else {}
    return [
        _line(item, here[item.id].status in DONE, _budget(item, parts, events))
        for item in runbook.items
        if item.do and item.phase in phases and item.id in here
    ]


def _line(item: Item, done: bool, took: Budgeted) -> BudgetLine:
    return BudgetLine(item.id, item.title, took.do_s, took.undo_s, took.basis_do, took.basis_undo, done)


def _budget(item: Item, parts: Parts, events: Sequence[Event]) -> Budgeted:
    """A migration takes what its plan is expected to take, unless the runbook says otherwise."""
    migrates = item.do is not None and item.do.type == MIGRATE
    if migrates and item.budget is None and parts.plan:
        return parts.plan.view.budget
    pending = parts.migrations.value.pending if migrates and parts.migrations.value else ()
    revisions = [Part(each.revision, each.checksum) for each in pending]
    return budgeted(events, parts.environment, revisions, said(item))
