"""The plan that was shown for this database is made again and carried out, if it is still the same: `digest` is what a
person has agreed to, `to` as of plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.app.apply import Applied, carry, propose
from opskit.app.carrying_out import stand_ready
from opskit.app.context import Context
from opskit.app.orphans import settle
from opskit.app.proposing import Wish
from opskit.core.answer import Answer
from opskit.errors import Stale


def work(context: Context, given: Mapping[str, Any]) -> Answer[Applied]:
    settle(context)
    made = propose(context, Wish(given["to"]))
    if made.plan.digest != given["digest"]:
        raise Stale(
            f"{context.environment.name} would be changed otherwise than was shown (nothing was changed)",
            "its schema, or the files of the migrations, are others now than when the plan was shown",
            "opskit fleet apply -n",
        )
    stand_ready(context, made.plan, "opskit fleet plan")
    return carry(context, made)


def told(answer: Answer[Applied]) -> str:
    took = sum(step.seconds for step in answer.data.steps)
    return f"{len(answer.data.steps)} statements in {took:.1f} s" + ("" if answer.data.verified else ", NOT verified")
