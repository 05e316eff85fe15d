"""The statements that mend findings, as a plan that can be carried out: what stands in the way of one makes its
findings a person's business, and the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.app.context import Context
from opskit.app.fix_findings import Asked, Choice, Unseen
from opskit.app.fix_mends import ByHand, Mend, held_back, migration_of
from opskit.app.fix_names import named
from opskit.app.fix_prechecks import in_the_way
from opskit.app.migrating import steps_of
from opskit.app.planning import PlanView
from opskit.app.proposing import Proposed, made_of
from opskit.core.plan import Plan
from opskit.core.step import Step
from opskit.pg.reading import ReadSession
from opskit.steps.close_revision import CloseRevision
from opskit.value import Value


class FixView(PlanView):
    """`mends` are the statements with the findings they answer; `unseen` the checks that could not tell; `minor` counts
    findings of severity info that nobody named; `closes` are fixes that were cut short, to be closed;
    `asked` is what a person named."""

    mends: Sequence[Mend] = ()
    by_hand: Sequence[ByHand] = ()
    unseen: Sequence[Unseen] = ()
    minor: int = 0
    closes: Sequence[str] = ()
    asked: str = ""


class Possible(Value):
    """What is left of the statements once nothing stands in their way, and the findings that are by hand for that.
    `before` are the steps that close what was cut short."""

    made: Proposed
    mends: Sequence[Mend]
    steps: Sequence[Step[Any]]
    before: Sequence[CloseRevision]
    by_hand: Sequence[ByHand]


def possible(context: Context, db: ReadSession, mends: Sequence[Mend], before: Sequence[CloseRevision]) -> Possible:
    mends, by_hand = held_back(named(db, mends), in_the_way(db, mends))
    while True:
        migrations = [migration_of(mends, context.run)] if mends else []
        steps = [*before, *steps_of(migrations, context.run)]
        made = made_of(context, db, migrations, steps)
        reasons = _obstacles(made.plan)
        if not reasons:
            return Possible(made, mends, steps, before, by_hand)
        mends, more = held_back(mends, reasons)
        by_hand = [*by_hand, *more]


def _obstacles(plan: Plan) -> dict[int, str]:
    return {
        change.mark.ordinal: "; ".join(finding.message for finding in change.obstacles)
        for change in plan.changes
        if change.mark and change.obstacles
    }


def view_of(found: Possible, by_hand: Sequence[ByHand], asked: Asked, choice: Choice) -> FixView:
    shown = {name: getattr(found.made.view, name) for name in PlanView.__struct_fields__}
    return FixView(
        **shown,
        mends=found.mends,
        by_hand=(*by_hand, *found.by_hand),
        unseen=asked.unseen,
        minor=asked.minor,
        closes=[each.revision for each in found.before],
        asked=choice.words,
    )
