"""`opskit checklist show PHASE`: the pause point before a phase, what holds it up, and who has agreed."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.checklist import Board, PauseView, board, checklist_item, load, pause_view
from opskit.app.context import Context
from opskit.core.answer import Answer
from opskit.core.item_record import subject
from opskit.core.item_told import Told, told
from opskit.value import Value


class Waiting(Value):
    """A critical item that is open, and the command to go on with it."""

    item: str
    title: str
    status: str
    text: str
    next: str


class PauseShown(Value):
    """`history`: who agreed when, also what a reset has made to count no more."""

    runbook: str
    title: str
    protected: bool
    pause: PauseView
    waiting: Sequence[Waiting]
    history: Sequence[Told]


def checklist_show(context: Context, name: str, wanted: str) -> Answer[object]:
    """One item, or a pause point by the name of its phase."""
    seen = board(context, load(context, name))
    return _pause(context, seen, wanted) if wanted in seen.pauses else checklist_item(context, name, wanted)


def _pause(context: Context, seen: Board, phase: str) -> Answer[object]:
    environment, pause = context.environment, seen.pauses[phase]
    states = [seen.states[name] for name in pause.waits_for]
    waiting = [Waiting(each.item.id, each.item.title, each.status, each.text, seen.next(each)) for each in states]
    history = told(context.ledger.events(), environment.name, subject(seen.runbook.id, phase))
    shown = PauseShown(
        seen.runbook.id, pause.phase.title, environment.protected, pause_view(seen, pause), waiting, history
    )
    return Answer("checklist-pause", shown, environment=environment.name, run=context.run)
