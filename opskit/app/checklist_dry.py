"""`opskit checklist run -n`: what a run would do from here, each item with its plan. It looks, and records nothing."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app import deed_kinds, item_kinds
from opskit.app.checklist import Board, board, load
from opskit.app.checklist_look import see
from opskit.app.context import Context
from opskit.app.item_kinds import Room
from opskit.app.unwritten import unwritten
from opskit.core.answer import Answer
from opskit.core.item_state import DONE, ItemState, Status
from opskit.core.runbook import Deed, Runbook
from opskit.errors import OpskitError
from opskit.value import Value

PENDING = 10


class Foreseen(Value):
    """`status` is what the item's check sees now; `do` what would be done, `statements` those of its plan as they would
    run, in order; `waits_for` what has to be done before; `hindered` why it could not be begun now."""

    item: str
    title: str
    phase: str
    status: str
    text: str
    do: str
    statements: Sequence[str]
    waits_for: Sequence[str]
    hindered: str


class DryRun(Value):
    """`pauses` are the open pause points, by phase, where a run would stop."""

    runbook: str
    items: Sequence[Foreseen]
    pauses: Sequence[str]


def checklist_dry_run(context: Context, name: str, item: str) -> Answer[DryRun]:
    """Exit 10 when something would be done, else 0."""
    context = unwritten(context)
    runbook = load(context, name)
    seen = board(context, runbook)
    states = [seen.state(item)] if item else _in_order(seen)
    found = [_foreseen(context, runbook, state) for state in states if item or not state.done or state.item.check]
    items = [each for each in found if item or each.status not in DONE]
    pauses = [each.phase.id for each in seen.pauses.values() if each.open]
    code = PENDING if any(each.do for each in items) else 0
    return Answer(
        "checklist-dry-run", DryRun(runbook.id, items, pauses), code, environment=context.environment.name,
        run=context.run,
    )  # fmt: skip


def _in_order(seen: Board) -> list[ItemState]:
    phases = [phase.id for phase in seen.runbook.phases]
    here = [state for state in seen.states.values() if state.status is not Status.NOT_APPLICABLE]
    return sorted(here, key=lambda state: phases.index(state.item.phase))


def _foreseen(context: Context, runbook: Runbook, state: ItemState) -> Foreseen:
    item, room = state.item, Room(context, context.history(), state.item.id, runbook)
    status, text = state.status, state.text
    if item.check and status not in (Status.WAIVED, Status.SKIPPED):
        found = see(item, room)
        status, text = found.status, found.text
    if item.do is None or status in (Status.PASS, Status.WAIVED, Status.SKIPPED, Status.INCONCLUSIVE):
        return Foreseen(item.id, item.title, item.phase, status, text, "", (), state.waits_for, "")
    statements, hindered = _planned(item.do, room)
    guards = [item_kinds.look(each, room) for each in item.guard]
    broken = [each.text for each in guards if each.status is not Status.PASS]
    return Foreseen(
        item.id, item.title, item.phase, status, text, item.do.words, statements, state.waits_for,
        "; ".join([*broken, *([hindered] if hindered else [])]),
    )  # fmt: skip


def _planned(deed: Deed, room: Room) -> tuple[list[str], str]:
    """The statements of its plan, and why it cannot be had."""
    try:
        prepared = deed_kinds.prepare(deed, room)
    except OpskitError as error:
        return [], "; ".join(filter(None, [error.what, error.why]))
    plan = prepared.plan
    if plan is None:
        return [], ""
    obstacles = "; ".join(each.message for each in plan.obstacles)
    return [change.do.sql for change in plan.changes if change.mark], obstacles
