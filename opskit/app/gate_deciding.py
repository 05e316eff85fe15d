"""Decisions on a gate, as the ledger has them: whether one stands, and what it takes to make one."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.gate_data import Decision, GateView
from opskit.app.gate_place import Place
from opskit.core.gate_record import AGREED, DECIDED
from opskit.core.gate_verdict import GateVerdict
from opskit.core.history import fold
from opskit.core.item_record import who
from opskit.core.ledger import Event
from opskit.core.verdict import Verdict
from opskit.value import Value, replace

GO, NO_GO = "go", "no-go"


class Outcome(Value):
    """Whether what a gate guards may go on, and why or why not."""

    verdict: Verdict
    text: str


def decided(place: Place, events: Sequence[Event], view: GateView) -> Decision | None:
    """The one that stands. A no-go that persons said is lifted by persons alone, as long as it is of the same thing."""
    where = place.context.environment.name
    made = [
        each
        for each in events
        if each.entry.kind == DECIDED
        and each.entry.environment == where
        and each.entry.body["subject"] == place.subject
    ]
    said = [each for each in made if each.entry.body["by"]]
    if said and said[-1].entry.body["decision"] == NO_GO and said[-1].entry.body["ground"] == view.ground:
        return _decision(said[-1], view)
    return _decision(made[-1], view) if made else None


def _decision(event: Event, view: GateView) -> Decision:
    """A no-go is of the thing, a go of what was found of it too."""
    body = event.entry.body
    bound = "ground" if body["decision"] == NO_GO and body["by"] else "binding"
    return Decision(
        body["decision"], body["verdict"], body["by"], event.entry.at, body["reason"], event.seq,
        body[bound] == getattr(view, bound),
    )  # fmt: skip


def agreed(place: Place, events: Sequence[Event], view: GateView) -> list[str]:
    """The logins that have said go to exactly what was found."""
    every = fold(events).every(place.context.environment.name, AGREED, place.subject)
    return list(dict.fromkeys(who(each) for each in every if each.entry.body["binding"] == view.binding))


def persons(view: GateView) -> int:
    """How many it takes to go on: against a finding, or before the time, nobody decides alone."""
    return 1 if view.verdict == GateVerdict.PASS else 2


def outcome(view: GateView) -> Outcome:
    """From the newest look and the decision that stands."""
    made = view.decision
    if made and made.holds and made.decision == NO_GO:
        by = f"by {', '.join(made.by)}: {made.reason}" if made.by else made.reason
        return Outcome(Verdict.FAIL, f"no-go {by}")
    if made and made.holds and made.decision == GO:
        by = f"go by {', '.join(made.by)}: {made.reason}" if made.by else "every metric passes"
        return Outcome(Verdict.PASS, f"{by} ({view.canary})")
    if view.verdict == GateVerdict.FAIL:
        return Outcome(Verdict.FAIL, _amiss(view))
    if made and made.decision == GO:
        return Outcome(Verdict.INCONCLUSIVE, f"the go of {made.at[:16]} was of something else; now {_amiss(view)}")
    return Outcome(Verdict.INCONCLUSIVE, _amiss(view))


def _amiss(view: GateView) -> str:
    if not view.looks:
        return "it was never looked at"
    bad = [f"{each.id} {each.verdict}" for each in view.metrics if each.verdict != "pass"]
    running = f"the soak lasts until {(view.soak.ends or '')[:16]} UTC" if view.verdict == GateVerdict.RUNNING else ""
    return f"{view.verdict}: {', '.join(bad) or running}"


def with_decision(place: Place, events: Sequence[Event], view: GateView) -> GateView:
    found = decided(place, events, view)
    standing = replace(view, decision=found, agreed=agreed(place, events, view) if persons(view) > 1 else ())
    return replace(standing, next=_next(place, standing))


def _next(place: Place, view: GateView) -> str:
    verdict = GateVerdict(view.verdict)
    if view.decision and view.decision.holds:
        return ""
    if verdict is GateVerdict.MARGINAL:
        return place.command("decide", '--no-go --reason "SENTENCE"')
    return place.command("run") if verdict is not GateVerdict.FAIL else ""
