"""What has to be agreed before an item may be done: approvals by others, of exactly this plan."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.app.deed_kinds import Prepared
from opskit.app.identity import identity
from opskit.core.approving import missing
from opskit.core.item_record import subject
from opskit.core.item_state import ItemState
from opskit.core.runbook import Runbook
from opskit.errors import Blocked

WANTED = "approval.wanted"


def refuse_unpermitted(context: Context, runbook: Runbook, state: ItemState, prepared: Prepared) -> None:
    """Blocked, with who can help and how. What leads back out of an incident is never refused."""
    if prepared.unhindered or state.item.approvals is None:
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
