"""`opskit fleet apply`: pending migrations brought into many databases, wave after wave. Every target is planned before
anybody is asked, and carried out by the plan that was shown; a wave is checked before the next one begins."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from opskit.app.context import Context, new_run
from opskit.app.fleet import Pick, answered, picked
from opskit.app.fleet_hands import Hand, hands
from opskit.app.fleet_one import line
from opskit.app.fleet_running import Fleet, FleetDone, TargetDone, Terms, carry_out
from opskit.catalog.document import shaped
from opskit.core import duration
from opskit.core.answer import Answer
from opskit.core.environment import Environment
from opskit.core.order import Order
from opskit.core.target import Target
from opskit.value import Value, replace

# What --confirm names, and a person types where one of them is protected.
NAME = "fleet"
PENDING = (0, 10)


class _Proposed(Value):
    """What is wanted of app.fleet_work.propose, whether a thread or a worker has answered."""

    digest: str
    plan: Any


class FleetProposal(Value):
    """`page` shows the plan of each target; `orders` by target, of those that something is pending on."""

    targets: Sequence[Target]
    orders: Mapping[str, Order]
    page: Answer[FleetDone]

    @property
    def sound(self) -> bool:
        """Whether every target could be planned, and something is pending."""
        codes = {each.exit_code for each in self.page.data.targets}
        return bool(self.orders) and codes <= set(PENDING)

    @property
    def environment(self) -> Environment:
        """For the question: protected when one of them is."""
        return Environment(NAME, "", "", any(each.environment.protected for each in self.targets))


def fleet_propose(context: Context, pick: Pick, terms: Terms, to: str) -> FleetProposal:
    targets = picked(context, pick)
    with hands(context, terms.by) as hand:
        order = {"to": to}
        fleet = Fleet(
            context, lambda each: hand(Order("propose", new_run(), order), each), replace(terms, keep_going=True)
        )
        done = carry_out("apply", fleet, targets)
    made = {each.target: shaped(each.data, _Proposed) for each in done.targets if each.data}
    # In the run that a plan was made for: it is part of what was shown.
    orders = {
        each.target: Order("apply", each.run, {"to": to, "digest": made[each.target].digest})
        for each in done.targets
        if each.target in made and made[each.target].digest
    }
    plans = {name: each.plan for name, each in made.items()}
    shown = replace(done, targets=[replace(each, data=plans.get(each.target)) for each in done.targets])
    return FleetProposal(targets, orders, answered(shown))


def fleet_carry(context: Context, proposal: FleetProposal, terms: Terms, soak_s: float) -> Answer[FleetDone]:
    """Exit 8 once something was changed and not all of it was done."""
    agreed = {name: str(order.given["digest"]) for name, order in proposal.orders.items()}
    context.record("fleet.agreed", subject=context.run, plans=agreed)
    with hands(context, terms.by) as hand:

        def one(target: Target) -> TargetDone:
            order = proposal.orders.get(target.name)
            return (
                hand(order, target)
                if order
                else line(target, new_run(), lambda: (0, False, "nothing was pending", None))
            )

        def between(ended: Sequence[TargetDone]) -> str:
            return checked_wave(context, hand, proposal.targets, ended, soak_s)

        return answered(carry_out("apply", Fleet(context, one, terms), proposal.targets, between))


def checked_wave(
    context: Context, hand: Hand, targets: Sequence[Target], ended: Sequence[TargetDone], soak_s: float
) -> str:
    """Why the next wave must not begin: a critical finding on one of this, or a look that saw nothing."""
    wave = [target for target in targets if target.name in {each.target for each in ended}]
    context.tell(
        f"wave {wave[0].wave} is done; it is watched for {duration.words(timedelta(seconds=soak_s))}, then checked"
    )
    time.sleep(soak_s)
    order: Mapping[str, Any] = {"slugs": []}
    fleet = Fleet(context, lambda each: hand(Order("check", new_run(), order), each), Terms(keep_going=True))
    looked = carry_out("check", fleet, wave).targets
    wrong = [each.target for each in looked if each.exit_code]
    return f"the checks say no on {', '.join(wrong)}" if wrong else ""
