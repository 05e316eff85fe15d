"""Looks at the gates of a runbook at which everything fails, in a ledger that is thrown away."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.app.gate import standing
from opskit.app.gate_place import Place
from opskit.core.gate_record import SAMPLED
from opskit.core.gate_verdict import GateVerdict, MetricVerdict
from opskit.core.runbook import Runbook
from opskit.value import asdict, replace


def failing_looks(context: Context, runbook: Runbook) -> None:
    for gate in runbook.gates:
        place = Place(context, runbook, gate)
        view = standing(place, [])
        failing = [replace(each, verdict=MetricVerdict.FAIL.value, reason="put in") for each in view.metrics]
        view = replace(view, verdict=GateVerdict.FAIL.value, metrics=failing, looks=1)
        kept = {key: value for key, value in asdict(view).items() if key not in ("decision", "agreed", "next")}
        context.record(
            SAMPLED, subject=place.subject, runbook=runbook.id, gate=gate.name, verdict=view.verdict, judged=kept,
            ground={"definition": gate.digest},
        )  # fmt: skip
