"""A runbook as a page for people."""

from __future__ import annotations

from opskit.core.answer import Answer
from opskit.core.duration import words
from opskit.core.runbook import Apply, ByHand, Gate, Item, NoUndo, Phase, Rollback, Runbook, Sql
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
    for item in items:
        found += [Line(""), Line(f"{item.id} ({item.priority}): {item.title}"), Facts(_facts(item))]
    return found


def _facts(item: Item) -> dict[str, str]:
    evidence = [f"{each.name} ({each.type}{'' if each.required else ', optional'})" for each in item.evidence]
    facts = {
        "needs": ", ".join(item.needs),
        "check": f"{item.check.type} {item.check.asked}".replace("Asked", "") if item.check else "",
        "do": _words(item.do),
        "undo": _words(item.undo),
        "asks": item.signoff.ask if item.signoff else "",
        "signed by": f"{item.signoff.count} or more" if item.signoff else "",
        "evidence": ", ".join(evidence),
        "counts for": words(item.max_age) if item.max_age else "",
    }
    return {name: value for name, value in facts.items() if value}


def _words(act: Apply | Rollback | Sql | ByHand | NoUndo | None) -> str:
    match act:
        case Apply(to):
            return f"opskit apply --to {to}" if to else "opskit apply"
        case Rollback(to):
            return f"opskit rollback --to {to}" if to else "opskit rollback"
        case Sql(statement):
            return statement
        case ByHand(text):
            return text
        case NoUndo(reason):
            return f"none: {reason}"
        case None:
            return ""


def _gate(gate: Gate) -> list[Block]:
    rows = [
        [metric.title, metric.source, str(metric.rule), f"{metric.min_samples:,}" if metric.min_samples else "",
         "yes" if metric.critical else ""]
        for metric in gate.metrics
    ]  # fmt: skip
    held = f"{gate.kind}, watched for {words(gate.soak)}; what cannot be told makes it {gate.on_inconclusive}"
    return [
        Heading(f"Gate {gate.name}: {held}"),
        Table(["criterion", "source", "rule", "samples", "critical"], rows, ["samples"]),
    ]
