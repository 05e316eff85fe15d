"""What became of a database whose worker was lost in the middle of `apply`: what that one left at work is settled, then
what is pending (`to`) is looked at. Nothing of it is carried out again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from opskit.app.apply import propose
from opskit.app.context import Context
from opskit.app.fleet_work.plan import pending
from opskit.app.orphans import settle
from opskit.app.planning import PlanView
from opskit.app.proposing import Wish
from opskit.core.answer import Answer
from opskit.errors import Locked
from opskit.value import Value

PARTIAL = 8
# A server notices within this time that the process is gone which held the operator's lock.
PATIENCE_S = 20.0


class Settled(Value):
    """`pending` is what is left to do; `begun`: some of it was."""

    pending: PlanView
    begun: bool


def work(context: Context, given: Mapping[str, Any]) -> Answer[Settled]:
    """Exit 0 when nothing is left to do, else 8. Locked while somebody, maybe that worker, is at work on it."""
    _free(context)
    made = propose(context, Wish(given["to"]))
    begun = made.empty or bool(made.page.data.unfinished)
    code = 0 if made.empty else PARTIAL
    return Answer("settle", Settled(made.page.data, begun), code, begun)


def _free(context: Context) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return settle(context)
        except Locked:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def told(answer: Answer[Settled]) -> str:
    data = answer.data
    if not data.pending.migrations:
        return "looked at: nothing is pending, it was done"
    begun = "begun and not finished" if data.begun else "nothing of it was begun"
    return f"looked at: {begun}; pending {pending(data.pending)}"
