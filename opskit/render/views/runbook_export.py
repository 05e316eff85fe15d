"""A runbook as a page for people."""

from __future__ import annotations

from opskit.core.answer import Answer
from opskit.core.canary import KINDS
from opskit.core.duration import words
from opskit.core.runbook import Check, Deed, Gate, Item, NoUndo, Phase, Runbook
from opskit.render.blocks import Block, Facts, Heading, Line, Table


def blocks(answer: Answer[Runbook]) -> list[Block]:
    runbook = answer.data
    owners = ", ".join(runbook.owners) or "nobody named"
    found: list[Block] = [Line(f"{runbook.title} ({runbook.id}, version {runbook.version}; {owners})")]
    for phase in runbook.phases:
        found += _phase(phase, [item for item in runbook.items if item.phase == phase.id])
    return found + [block for gate in runbook.gates for block in _gate(gate)]


def _phase(phase: Phase, items: list[Item]) -> list[Block]:
    found: list[Block] = [Heading(phase.title)]
    found += [Line(f"Pause point: {phase.pause}")] if phase.pause else []
    found += [Line(f"On {', '.join(phase.environments)} only.")] if phase.environments else []
    found += [Line("What it does has to fit into a window of the environment.")] if phase.needs_window else []
    for item in items:
        found += [Line(""), Line(f"{item.id} ({item.priority}): {item.title}"), Facts(_facts(item))]
    return found


def _facts(item: Item) -> dict[str, str]:
    evidence = [f"{each.name} ({each.type}{'' if each.required else ', optional'})" for each in item.evidence]
    facts = {
        "needs": ", ".join(item.needs),
        "where": ", ".join(item.environments),
        "guard": "; ".join(map(_asked, item.guard)),
        "check": _asked(item.check) if item.check else "",
        "do": _words(item.do),
        "planned to take": words(item.budget) if item.budget else "",
        "verify": f"{_asked(item.verify.check)} within {words(item.verify.within)}" if item.verify else "",
        "undo": _words(item.undo),
        "its undo to take": words(item.undo_budget) if item.undo_budget else "",
        "approved by": f"{item.approvals.count} others, for {words(item.approvals.ttl)}" if item.approvals else "",
        "asks": item.signoff.ask if item.signoff else "",
        "signed by": f"{item.signoff.count} or more" if item.signoff else "",
        "evidence": ", ".join(evidence),
        "counts for": words(item.max_age) if item.max_age else "",
    }
    return {name: value for name, value in facts.items() if value}


def _words(act: Deed | NoUndo | None) -> str:
    match act:
        case Deed():
            return act.words
        case NoUndo(reason):
            return f"none: {reason}"
        case None:
            return ""


def _asked(check: Check) -> str:
    """Its type and the keys that were given."""
    return f"{check.type} {check.asked}".replace("Asked", "")


def _gate(gate: Gate) -> list[Block]:
    rows = [
        [metric.title, metric.source, str(metric.rule), f"{metric.min_samples:,}" if metric.min_samples else "",
         "yes" if metric.critical else ""]
        for metric in gate.metrics
    ]  # fmt: skip
    beside = f" beside {gate.control}" if gate.control else ""
    held = f"{KINDS[gate.kind].told}{beside}, watched for {words(gate.soak)}"
    held += f"; what cannot be told makes it {gate.on_inconclusive}"
    return [
        Heading(f"Gate {gate.name}: {held}"),
        Table(["criterion", "source", "rule", "samples", "critical"], rows, ["samples"]),
    ]
