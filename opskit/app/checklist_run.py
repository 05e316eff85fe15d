"""`opskit checklist run`: every item that has a check is looked at, and what was seen is recorded. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app import item_kinds
from opskit.app.checklist import Board, Checklist, board, item_page, load, page
from opskit.app.context import Context
from opskit.app.item_kinds import Room
from opskit.core.answer import Answer
from opskit.core.checklist import CHECKED, ItemState, Seen, Status, subject
from opskit.core.runbook import Priority
from opskit.errors import UsageFault

FAILED, OPEN = 1, 3


def checklist_run(context: Context, name: str) -> Answer[Checklist]:
    """Exit 1 when a critical item with a check fails, 3 when one is open otherwise, else 0. Items that only a person
    can answer do not count here: the page shows them."""
    runbook = load(context, name)
    before = board(context, runbook)
    measured = [state.item.id for state in before.states.values() if state.item.check]
    _look(context, before, measured)
    after = board(context, runbook)
    critical = [after.states[item] for item in measured if after.states[item].item.priority is Priority.CRITICAL]
    return page(context, after, list(after.states.values()), _exit_code(critical))


def checklist_run_item(context: Context, name: str, item: str) -> Answer[Checklist]:
    """One item; the exit code is its own, whatever its priority. UsageFault when only a person can answer it."""
    runbook = load(context, name)
    before = board(context, runbook)
    if before.state(item).item.check is None:
        raise UsageFault(f"{item} has nothing to run: a person answers it", "", before.address.checklist("sign", item))
    _look(context, before, [item])
    after = board(context, runbook)
    return item_page(context, after, after.states[item], _exit_code([after.states[item]]))


def _look(context: Context, seen: Board, items: Sequence[str]) -> None:
    """All looks first, then all records: without a connection nothing is recorded."""
    history = context.history()
    looks: list[tuple[ItemState, Seen]] = []
    for state in (seen.states[item] for item in items):
        if state.item.check:
            looks.append((state, item_kinds.look(state.item.check, Room(context, history, state.item.id))))
    for state, found in looks:
        _record(context, seen.runbook.id, state, found)


def _record(context: Context, runbook: str, state: ItemState, found: Seen) -> None:
    before = state.proof.seen.status if state.proof else found.status
    context.record(
        CHECKED,
        subject=subject(runbook, state.item.id),
        runbook=runbook,
        item=state.item.id,
        verdict=found.status,
        outcome="unchanged" if before is found.status else "changed",
        evidence=list(found.evidence),
        text=found.text,
        next=found.next,
        database=found.database,
    )


def _exit_code(states: Sequence[ItemState]) -> int:
    if any(state.status is Status.FAIL for state in states):
        return FAILED
    return OPEN if any(not state.done for state in states) else 0
