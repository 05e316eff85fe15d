"""The page of `opskit checklist export`."""

from __future__ import annotations

from opskit.app.checklist_export import Exported, ExportedItem, ExportedPause
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Facts, Heading, Line
from opskit.render.views import item_facts


def blocks(answer: Answer[Exported]) -> list[Block]:
    view = answer.data
    where = answer.environment + (", PROTECTED" if view.protected else "")
    found: list[Block] = [Line(f"{view.title} ({view.runbook}, version {view.version}) on {where}"), Line("")]
    found.append(Facts({"owners": ", ".join(view.owners), **_counts(view), "ledger": _ledger(view)}))
    for pause in view.pauses:
        found += _pause(pause)
    for item in view.items:
        found += _item(item)
    return found


def _counts(view: Exported) -> dict[str, str]:
    return {
        name: f"{count.done} of {count.total} done, {count.waived} of them waived, {count.skipped} skipped"
        for name, count in view.counts.items()
    }


def _ledger(view: Exported) -> str:
    return f"{view.events} events, head {view.head}" if view.events else "holds nothing yet"


def _pause(pause: ExportedPause) -> list[Block]:
    held = f" It waits for {', '.join(pause.waits_for)}." if pause.waits_for else ""
    return [
        Heading(f"Pause point before {pause.phase}"),
        Line(f"{pause.text}{held}", "pending" if pause.open else "signed"),
        *item_facts.listed("Agreed", [item_facts.signature(each) for each in pause.agreed]),
        *item_facts.listed("What happened", [item_facts.event(each) for each in pause.history]),
    ]


def _item(item: ExportedItem) -> list[Block]:
    facts = {
        "priority": item.priority,
        "phase": item.phase,
        "kind": item.kind,
        "needs": ", ".join(item.needs),
        "asks": item.ask,
        **item_facts.asked(item.known, item.do, item.undo),
        "outcome": item.outcome,
        "finding": item.finding,
        **item_facts.happened(item.known, item.attempt),
    }
    return [
        Heading(f"{item.id}: {item.title}"),
        Line(item.text, item.status),
        Facts({name: value for name, value in facts.items() if value}),
        *([Bullets(item.particulars)] if item.particulars else []),
        *item_facts.persons(item.signed, item.approvals, item.known),
    ]
