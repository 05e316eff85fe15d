"""What an item has to take back: its undo, and the attempt that the ledger tells of."""

from __future__ import annotations

import difflib

from opskit.app.checklist import address_of
from opskit.app.context import Context
from opskit.core.checklist import View
from opskit.core.history import History
from opskit.core.item_state import Attempt
from opskit.core.runbook import Deed, Item, NoUndo, Runbook
from opskit.errors import Blocked, Inconclusive, InvalidFile, UsageFault


def known_item(context: Context, runbook: Runbook, name: str) -> Item:
    names = [item.id for item in runbook.items]
    if name in names:
        return runbook.item(name)
    close = difflib.get_close_matches(name, names, 1)
    known = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(names)}"
    hint = address_of(context, runbook.id).checklist("show", "")
    raise UsageFault(f"{runbook.id} has no item {name!r}", known, hint)


def deed_of(context: Context, runbook: Runbook, item: Item) -> Deed:
    """UsageFault where it does nothing; Blocked, with the reason, where its file says that there is no way back."""
    show = address_of(context, runbook.id).checklist("show", item.id)
    if isinstance(item.undo, NoUndo):
        raise Blocked(f"{item.id} has no way back (nothing was changed)", item.undo.reason, show)
    if item.undo is None:
        raise UsageFault(f"{item.id} does nothing that could be taken back (nothing was changed)", "", show)
    return item.undo


def attempt_of(context: Context, runbook: Runbook, item: Item) -> tuple[Attempt | None, History]:
    """None where nothing was ever begun; it has no `runs` where nothing is left to take back."""
    try:
        history = context.history()
    except InvalidFile as error:
        raise Inconclusive(
            f"what {item.id} has done is not known (nothing was changed)", f"the ledger cannot be read: {error.why}",
            "opskit rollback -n   (takes back the last run, by the database's own record)",
        ) from error  # fmt: skip
    return View(runbook, history, context.environment.name, context.now()).record(item.id).attempt, history
