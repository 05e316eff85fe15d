"""What has to be so before an item may be done: a window that is long enough, and approvals by others of exactly this
plan."""

from __future__ import annotations

from datetime import timedelta

from opskit.app.context import Context
from opskit.app.deed_kinds import Prepared
from opskit.app.identity import identity
from opskit.app.window import break_glass, refuse_outside
from opskit.core.approving import missing
from opskit.core.item_record import subject
from opskit.core.item_state import ItemState
from opskit.core.runbook import Item, Runbook
from opskit.core.time_budget import Budgeted, Part, Said, budgeted
from opskit.errors import Blocked

WANTED = "approval.wanted"
# What a deed is planned to take when neither its runbook nor its plan says.
USUAL = timedelta(minutes=5)


def refuse_unpermitted(context: Context, runbook: Runbook, state: ItemState, prepared: Prepared) -> None:
    """Blocked, with who can help and how. What leads back out of an incident is never refused."""
    if prepared.unhindered:
        return
    _in_window(context, runbook, state.item, prepared)
    refuse_unapproved(context, runbook, state, prepared)


def budget_of(context: Context, item: Item, prepared: Prepared) -> Budgeted:
    """What the runbook says, until rehearsals have measured it; else what its plan is expected to take."""
    if item.budget is None and prepared.budget:
        return prepared.budget
    parts = [Part(revision, checksum) for revision, checksum in prepared.revisions]
    return budgeted(context.ledger.events(), context.environment.name, parts, said(item))


def said(item: Item) -> Said:
    """What the runbook says of it, or what is usual."""
    do, undo = item.budget or USUAL, item.undo_budget
    basis = "as the runbook says" if item.budget else "as is usual"
    return Said(do.total_seconds(), undo.total_seconds() if undo else None, basis)


def _in_window(context: Context, runbook: Runbook, item: Item, prepared: Prepared) -> None:
    environment, phase = context.environment, runbook.phase(item.phase)
    if phase.needs_window and environment.protected and not environment.windows and not context.emergency:
        raise Blocked(
            f"{item.id} was not started: {environment.name} has no window (nothing was changed)",
            f"it is protected, and phase {phase.id} takes place in a window",
            f"write windows of {environment.name} into opskit.toml",
        )
    budget = budget_of(context, item, prepared)
    refuse_outside(context, budget)
    if not prepared.guarded:
        break_glass(context, budget, identity(context, item.id).database_user)


def refuse_unapproved(context: Context, runbook: Runbook, state: ItemState, prepared: Prepared) -> None:
    if state.item.approvals is None:
        return
    login = identity(context, state.item.id).login
    lacking = missing(state.item.approvals, state.approvals, prepared.digest, login, context.now())
    if not lacking:
        return
    name, words = state.item.id, state.item.do.words if state.item.do else ""
    context.record(
        WANTED, subject=subject(runbook.id, name), runbook=runbook.id, item=name, digest=prepared.digest, by=login,
        words=words,
    )  # fmt: skip
    raise Blocked(
        f"{name} was not started: {lacking} (nothing was changed)",
        f"of this plan, {prepared.digest[:16]}: {words}; by another login than {login}",
        f'as another person: opskit checklist approve {name} --reason "SENTENCE"',
    )
