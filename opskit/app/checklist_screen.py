"""`opskit checklist`: the screen of the deploy window. It asks the server while it reads the files and the ledger, and
answers from them when the server does not."""

from __future__ import annotations

from opskit.app.at_work import Presence
from opskit.app.checklist import ONLY_SEEN, Checklist, Ended, board_of, load, page
from opskit.app.context import Context
from opskit.app.lookout import Lookout
from opskit.core.answer import Answer
from opskit.core.history import History
from opskit.value import replace


def checklist_screen(context: Context, name: str, ended: Ended = ONLY_SEEN) -> Answer[Checklist]:
    """Always exit 0 where nothing has `ended`: it shows what is known; `checklist run` looks and judges."""
    with Lookout(context) as lookout:
        return screen(context, name, lookout, ended)


def screen(context: Context, name: str, lookout: Lookout, ended: Ended = ONLY_SEEN) -> Answer[Checklist]:
    lookout.begin()
    runbook, history = load(context, name), context.history(context.environment.name)
    seen = _named(lookout.seen(), history)
    board = board_of(context, runbook, history, seen.runs)
    return page(context, board, list(board.states.values()), ended, seen)


def _named(seen: Presence, history: History) -> Presence:
    """With the operator whom the ledger knows behind the run that is at work."""
    run = history.runs.get(seen.at_work.run) if seen.at_work else None
    if seen.at_work is None or run is None:
        return seen
    return replace(seen, at_work=replace(seen.at_work, operator=run.operator))
