"""Whether a criterion is met: the `metric` of a `gate` of the runbook, as it was judged at the gate's newest look."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.gate_data import GateView, MetricView
from opskit.core.gate_record import SAMPLED, subject
from opskit.errors import Inconclusive
from opskit.value import Value

_VERDICTS = {"pass": ClaimVerdict.VERIFIED, "fail": ClaimVerdict.REFUTED}


class Asked(Value):
    gate: str
    metric: str


def answer(asked: Asked, room: Room) -> Answered:
    gate, metric = _found(asked, room)
    verdict = _VERDICTS.get(metric.verdict, ClaimVerdict.NOT_TESTABLE)
    value = f"{metric.name} = {metric.value:g}, of {metric.samples}" if metric.value is not None else ""
    next_command = "" if verdict is ClaimVerdict.VERIFIED else gate.next or room.command(f"opskit gate run {gate.gate}")
    return Answered(verdict, value, metric.reason, next_command, _evidence(gate, room))


def _found(asked: Asked, room: Room) -> tuple[GateView, MetricView]:
    for gate in room.had(room.parts.gates):
        for metric in gate.metrics:
            if (gate.gate, metric.id) == (asked.gate, asked.metric):
                return gate, metric
    why = f"gate {asked.gate} has no answer for {asked.metric} here"
    raise Inconclusive(why, "", room.command(f"opskit gate run {asked.gate}"))


def _evidence(gate: GateView, room: Room) -> tuple[str, ...]:
    mine = subject(gate.runbook, gate.gate)
    looks = [
        each.seq for each in room.events
        if each.entry.kind == SAMPLED and each.entry.environment == room.parts.environment
        and each.entry.body.get("subject") == mine
    ]  # fmt: skip
    return (f"event:{looks[-1]}",) if looks else ()
