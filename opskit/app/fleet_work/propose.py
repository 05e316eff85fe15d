"""What `apply` would do, with the digest that a yes is bound to. `to` as of plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.app.apply import propose
from opskit.app.context import Context
from opskit.app.fleet_work.plan import pending
from opskit.app.planning import PlanView
from opskit.app.proposing import Wish
from opskit.core.answer import Answer
from opskit.value import Value

BLOCKED = 4


class ProposedHere(Value):
    """`digest` is empty where nothing is pending."""

    digest: str
    plan: PlanView


def work(context: Context, given: Mapping[str, Any]) -> Answer[ProposedHere]:
    made = propose(context, Wish(given["to"]))
    code = BLOCKED if made.page.data.obstacles else made.page.exit_code
    digest = "" if made.empty else made.plan.digest
    return Answer("propose", ProposedHere(digest, made.page.data), code)


def told(answer: Answer[ProposedHere]) -> str:
    return pending(answer.data.plan)
