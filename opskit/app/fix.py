"""`opskit fix`: a migration made from findings, planned and carried out as any other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from opskit.app.carrying_out import Fingerprints, StepDone, carry_out
from opskit.app.context import Context
from opskit.app.fix_closing import cut_short
from opskit.app.fix_findings import Asked, Choice, ask, ask_again
from opskit.app.fix_mends import Answered, ByHand, held_back, sorted_out
from opskit.app.fix_planning import FixView, Possible, possible, view_of
from opskit.app.fix_proof import COUNTERS_S, EVERY_S, Proof, Prover, sight, sight_after, targets_of
from opskit.app.fix_recipe import with_recipes
from opskit.app.fix_rights import out_of_reach, refuse_where_nothing_is_left
from opskit.app.migrating import no_rollback_begun
from opskit.app.window import break_glass, refuse_outside
from opskit.core.answer import Answer
from opskit.core.plan import Plan, changes_of
from opskit.core.step import Reader, Step
from opskit.core.time_budget import Budgeted
from opskit.core.verdict import Verdict
from opskit.errors import OpskitError
from opskit.steps import observing
from opskit.value import Value, asdict

PENDING, BLIND, NOT_AS_MEANT = 10, 3, 8
EVENT = "fix.proof"


class Fixed(Value):
    """`left` are findings that are still there and ask for the same statement; `verified`: there are none, every proof
    holds, and the same plan made again is empty. `next` counts the statements that the next fix has, for what could be
    seen only now; `asked` is what a person named."""

    run: str
    steps: Sequence[StepDone]
    fingerprint: Fingerprints
    verified: bool
    proofs: Sequence[Proof]
    left: Sequence[Answered]
    by_hand: Sequence[ByHand]
    next: int
    asked: str


class Proposal(Value):
    choice: Choice
    asked: Asked
    found: Possible
    page: Answer[FixView]

    @property
    def plan(self) -> Plan:
        return self.found.made.plan

    @property
    def empty(self) -> bool:
        return not self.plan.changes

    @property
    def budget(self) -> Budgeted:
        return self.page.data.budget


def propose(context: Context, choice: Choice) -> Proposal:
    """The page has exit 10 when something is to be done; else 3 when a check that was named could not tell, else 0."""
    asked = ask(context, choice)
    mends, by_hand = sorted_out(asked.findings)
    mends, denied = held_back(mends, out_of_reach(context, mends))
    refuse_where_nothing_is_left(mends, denied)
    with context.reading("plan") as db:
        recorded = observing.revisions(db)
        no_rollback_begun(recorded)
        found = possible(context, db, mends, cut_short(recorded))
        by_hand = with_recipes(db, by_hand)
    view = view_of(found, [*by_hand, *denied], asked, choice)
    blind = BLIND if choice.slugs and asked.unseen else 0
    code = PENDING if found.made.plan.changes else blind
    page = Answer("fix", view, code, environment=context.environment.name, run=context.run)
    return Proposal(choice, asked, found, page)


def carry(context: Context, proposal: Proposal) -> Answer[Fixed]:
    """Exit 0 when it did what it was for, 8 when something of it did not. Blocked where the yes came too late for its
    window."""
    refuse_outside(context, proposal.budget)
    plan = proposal.plan
    wanted = targets_of(plan.changes)
    with context.reading("proof") as db:
        before = sight(db, wanted)
    steps = _carried_out(context, proposal)
    with context.reading("verify") as reader:
        settled = _settled(reader, proposal.found.steps)
        after = observing.schema_digest(reader)
        prover = Prover(reader, before, sight_after(reader, wanted, before), steps, proposal.asked.bloat)
        proofs = prover.proofs(wanted)
    left, more = _asked_again(context, proposal)
    verified = settled and not left and all(proof.verdict is Verdict.PASS for proof in proofs)
    prints = Fingerprints(plan.against, after)
    done = Fixed(
        context.run, steps, prints, verified, proofs, left, proposal.page.data.by_hand, more, proposal.choice.words
    )
    _recorded(context, done)
    code = 0 if verified else NOT_AS_MEANT
    return Answer("fix", done, code, changed=True, environment=context.environment.name, run=context.run)


def _carried_out(context: Context, proposal: Proposal) -> Sequence[StepDone]:
    try:
        with context.writing("fix") as db:
            break_glass(context, proposal.budget, db.server.login)
            return carry_out(context, proposal.plan, db, "fix", context.settings.budget.jobs)
    except OpskitError as error:
        error.hint = error.hint.replace("opskit apply", "opskit fix").replace("opskit plan", "opskit fix -n")
        raise


def _settled(db: Reader, steps: Sequence[Step[Any]]) -> bool:
    return not any(changes_of(step, db) for step in steps)


def _asked_again(context: Context, proposal: Proposal) -> tuple[list[Answered], int]:
    """Findings that are still there, and how many other statements would mend something now. Some findings live by
    counters that arrive a moment later."""
    texts = {mend.sql for mend in proposal.found.mends}
    known = texts | {each.remedy for each in proposal.page.data.by_hand}
    end = time.monotonic() + COUNTERS_S
    while True:
        again, _ = sorted_out(ask_again(context, proposal.choice, proposal.asked).findings)
        left = [each for mend in again if mend.sql in texts for each in mend.findings]
        if not left or time.monotonic() > end:
            return left, sum(mend.sql not in known for mend in again)
        time.sleep(EVERY_S)


def _recorded(context: Context, done: Fixed) -> None:
    for proof in done.proofs:
        body = {name: value for name, value in asdict(proof).items() if name != "name"}
        context.record(EVENT, subject=proof.name, **{**body, "verdict": proof.verdict.value})
    context.record(
        "run.finished",
        command="fix",
        subject="fix",
        outcome="mended" if done.verified else "not as meant",
        revisions=sorted({step.revision for step in done.steps if step.revision}),
        verified=done.verified,
        fingerprint=done.fingerprint.after,
    )
