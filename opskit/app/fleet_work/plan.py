"""`to`: up to which revision, all pending ones when empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.app.context import Context
from opskit.app.plan import plan
from opskit.app.planning import PlanView
from opskit.app.proposing import Wish
from opskit.core.answer import Answer


def work(context: Context, given: Mapping[str, Any]) -> Answer[PlanView]:
    return plan(context, Wish(given["to"]))


def told(answer: Answer[PlanView]) -> str:
    return pending(answer.data)


def pending(view: PlanView) -> str:
    stands = f", {len(view.obstacles)} in the way" if view.obstacles else ""
    if not view.migrations:
        return "nothing is pending"
    count = f"{view.pending} statement{'' if view.pending == 1 else 's'}"
    return f"{', '.join(each.revision for each in view.migrations)}: {count}{stands}"
