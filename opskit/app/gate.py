"""`opskit gate run` and `status`: one look at the metrics of a gate, recorded; and what all looks come to. Both only
read the databases."""

from __future__ import annotations

import time
from collections.abc import Sequence

from opskit.app.context import Context
from opskit.app.gate_data import GateView
from opskit.app.gate_deciding import GO, NO_GO, decided, with_decision
from opskit.app.gate_place import Place, find, outdated, refuse_too_early, watched
from opskit.app.gate_sampling import sample
from opskit.app.gate_view import view_of
from opskit.core.answer import Answer
from opskit.core.gate_record import DECIDED, SAMPLED
from opskit.core.gate_verdict import GateVerdict, exit_code
from opskit.core.ledger import Event
from opskit.gate.gate_judging import judge_gate
from opskit.value import asdict

_DECIDES = {GateVerdict.PASS: GO, GateVerdict.FAIL: NO_GO}
_BY_RULE = {GO: "every metric passes and the soak is over", NO_GO: "a critical metric fails"}


def gate_run(context: Context, runbook: str, name: str) -> Answer[GateView]:
    """One look, recorded with what all looks come to now. Exit 0 when the gate passes, 1 when it fails, 3 when nobody
    can tell yet or persons have to decide. Blocked before the item is done that the soak begins with."""
    place = find(context, runbook, name)
    return _answer(place, look(place))


def gate_follow(context: Context, runbook: str, name: str, every_s: float) -> Answer[GateView]:
    """A look now and then, until it passes or fails, or persons have to decide. What was looked at is recorded, so that
    it may be stopped and begun again at any time."""
    place = find(context, runbook, name)
    view = look(place)
    while not _final(view):
        context.tell(f"gate {view.gate}: {view.verdict}, {view.looks} looks; the next one in {every_s:.0f} s")
        time.sleep(every_s)
        view = look(place)
    return _answer(place, view)


def gate_status(context: Context, runbook: str, name: str) -> Answer[GateView]:
    """What the looks in the ledger come to. Measures and records nothing."""
    place = find(context, runbook, name)
    return _answer(place, standing(place, context.ledger.events()))


def standing(place: Place, events: Sequence[Event]) -> GateView:
    """From the raw looks; none of them counts once something was changed."""
    why = outdated(place, events)
    found = judge_gate(place.gate, None if why else watched(place, events), why)
    return with_decision(place, events, view_of(place, found))


def look(place: Place) -> GateView:
    """What passes or fails by the rule alone is decided with it, once for the same thing."""
    context, events = place.context, place.context.ledger.events()
    refuse_too_early(place, events)
    taken = sample(place, events)
    view = view_of(place, judge_gate(place.gate, watched(place, events, taken)))
    about = {"subject": place.subject, "runbook": place.runbook.id, "gate": place.gate.name}
    kept = {key: value for key, value in asdict(view).items() if key not in ("decision", "agreed", "next")}
    context.record(SAMPLED, **about, verdict=view.verdict, **taken.body(), judged=kept)
    _decide_by_rule(place, events, view)
    return with_decision(place, context.ledger.events(), view)


def _decide_by_rule(place: Place, events: Sequence[Event], view: GateView) -> None:
    word = _DECIDES.get(GateVerdict(view.verdict))
    before = decided(place, events, view)
    if word and not (before and before.holds and (before.by or before.decision == word)):
        record_decision(place, view, word, [], _BY_RULE[word])


def record_decision(place: Place, view: GateView, word: str, by: Sequence[str], reason: str) -> None:
    place.context.record(
        DECIDED, subject=place.subject, runbook=place.runbook.id, gate=place.gate.name, decision=word,
        verdict=view.verdict, by=list(by), reason=reason, canary=view.kind, soak=asdict(view.soak),
        metrics=[{"id": each.id, "verdict": each.verdict, "reason": each.reason} for each in view.metrics],
        migrations=dict(view.migrations), fingerprint=view.fingerprint, ground=view.ground, binding=view.binding,
    )  # fmt: skip


def _final(view: GateView) -> bool:
    verdict = GateVerdict(view.verdict)
    return verdict in _DECIDES or (verdict is GateVerdict.MARGINAL and view.soak.over)


def _answer(place: Place, view: GateView) -> Answer[GateView]:
    """A go that persons said counts as a pass, a no-go as a fail."""
    code = exit_code(GateVerdict(view.verdict), place.gate.on_inconclusive)
    if view.decision and view.decision.holds and view.decision.by:
        code = 0 if view.decision.decision == GO else 1
    return Answer("gate", view, code, environment=place.context.environment.name, run=place.context.run)
