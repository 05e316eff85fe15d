"""The gates of a runbook in a report: where each stands, and whether what it guards may go on."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.context import Context
from opskit.app.gate import standing
from opskit.app.gate_data import GateView
from opskit.app.gate_deciding import outcome, with_decision
from opskit.app.gate_place import Place, outdated, sampled
from opskit.app.gate_view import recorded_view
from opskit.app.reporting.evidence import of_event
from opskit.core.readiness import Point
from opskit.core.runbook import Runbook
from opskit.core.verdict import Verdict
from opskit.value import replace


def gates(context: Context, runbook: Runbook) -> list[GateView]:
    """As of the newest look of each, which is judged no more; what that was of something else says nothing now."""
    return [_view(Place(context, runbook, gate)) for gate in runbook.gates]


def _view(place: Place) -> GateView:
    events = place.context.ledger.events()
    taken = sampled(place, events)
    current = bool(taken) and not outdated(place, events)
    if not current:
        return standing(place, events)
    return with_decision(place, events, replace(recorded_view(taken[-1]), event=taken[-1].seq))


def gate_points(views: Sequence[GateView], address: str) -> list[Point]:
    """One for each gate; that it was never looked at is no pass."""
    return [_point(view, address) for view in views]


def _point(view: GateView, address: str) -> Point:
    found = outcome(view)
    why = "" if found.verdict is Verdict.PASS else found.text
    command = view.next or f"opskit gate status {view.gate} {address}"
    what = f"gate {view.gate}, canary: {view.canary}"
    return Point("gates", what, found.verdict, why, command, evidence=of_event(view.event))
