"""`opskit fleet apply`: pending migrations brought into many databases, wave after wave. Every target is planned before
anybody is asked, and carried out by the plan that was shown; a wave is checked before the next one begins."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from opskit.app.apply import Applied, Proposal, carry, propose
from opskit.app.carrying_out import stand_ready
from opskit.app.check import Inquiry, check
from opskit.app.context import Context
from opskit.app.fleet import Pick, answered, picked, planned
from opskit.app.fleet_running import Fleet, FleetDone, TargetDone, Terms, carry_out
from opskit.app.orphans import settle
from opskit.app.planning import PlanView
from opskit.app.proposing import Wish
from opskit.core import duration
from opskit.core.answer import Answer
from opskit.core.environment import Environment
from opskit.core.target import Target

# What --confirm names, and a person types where one of them is protected.
NAME = "fleet"
PENDING = (0, 10)


@dataclass(frozen=True)
class FleetProposal:
    """`page` shows the plan of each target; `proposals` by target, of those that something is pending on."""

    targets: Sequence[Target]
    proposals: dict[str, Proposal]
    page: Answer[FleetDone]

    @property
    def sound(self) -> bool:
        """Whether every target could be planned, and something is pending."""
        codes = {each.exit_code for each in self.page.data.targets}
        return bool(self.proposals) and codes <= set(PENDING)

    @property
    def environment(self) -> Environment:
        """For the question: protected when one of them is."""
        return Environment(NAME, "", "", any(each.environment.protected for each in self.targets))


def fleet_propose(context: Context, pick: Pick, terms: Terms, wish: Wish) -> FleetProposal:
    targets, proposals = picked(context, pick), dict[str, Proposal]()

    def work(each: Context) -> Answer[PlanView]:
        made = propose(each, wish)
        if not made.empty:
            proposals[each.environment.name] = made
        return made.page if not made.page.data.obstacles else replace(made.page, exit_code=4)

    fleet = Fleet(context, work, planned, replace(terms, keep_going=True))
    return FleetProposal(targets, proposals, answered(carry_out("apply", fleet, targets)))


def fleet_carry(context: Context, proposal: FleetProposal, terms: Terms, soak_s: float) -> Answer[FleetDone]:
    """Exit 8 once something was changed and not all of it was done."""

    def work(each: Context) -> Answer[Applied | PlanView]:
        made = proposal.proposals.get(each.environment.name)
        if made is None:
            return Answer("apply", propose(each, Wish()).page.data)
        each = replace(each, run=made.page.run)
        settle(each)
        stand_ready(each, made.plan, "opskit fleet plan")
        return carry(each, made)

    def between(ended: Sequence[TargetDone]) -> str:
        return checked_wave(context, proposal.targets, ended, soak_s)

    fleet = Fleet(context, work, applied, terms)
    return answered(carry_out("apply", fleet, proposal.targets, between))


def checked_wave(context: Context, targets: Sequence[Target], ended: Sequence[TargetDone], soak_s: float) -> str:
    """Why the next wave must not begin: a critical finding on one of this, or a look that saw nothing."""
    wave = [target for target in targets if target.name in {each.target for each in ended}]
    context.tell(
        f"wave {wave[0].wave} is done; it is watched for {duration.words(timedelta(seconds=soak_s))}, then checked"
    )
    time.sleep(soak_s)
    fleet = Fleet(context, lambda each: check(each, Inquiry()), lambda _: "", Terms(keep_going=True))
    looked = carry_out("check", fleet, wave).targets
    wrong = [each.target for each in looked if each.exit_code]
    return f"the checks say no on {', '.join(wrong)}" if wrong else ""


def applied(answer: Answer[Applied | PlanView]) -> str:
    if isinstance(answer.data, PlanView):
        return "nothing was pending"
    took = sum(step.seconds for step in answer.data.steps)
    return f"{len(answer.data.steps)} statements in {took:.1f} s" + ("" if answer.data.verified else ", NOT verified")
