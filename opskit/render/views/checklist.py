"""The page of `opskit checklist`: what somebody needs in the middle of the night first, what only has to be there
last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from opskit.app.checklist import Checklist, Count, ItemView, PauseView, PhaseView
from opskit.app.checklist_metric import MetricView
from opskit.core.answer import Answer
from opskit.core.duration import words
from opskit.core.runbook import Priority
from opskit.render import checklist_now as now
from opskit.render.blocks import Block, Bullets, Code, Facts, Grouped, Heading, Line
from opskit.render.views.checklist_waivers import waivers

COLUMNS = ("status", "item", "title", "outcome", "age", "priority")
DONE = ("pass", "signed", "waived", "skipped", "not applicable")
PRIORITIES = [str(each) for each in Priority]


def blocks(answer: Answer[Checklist]) -> list[Block]:
    view = answer.data
    steps = _steps(view)
    stopped = [Line(view.stopped, "stopped")] if view.stopped else []
    return [
        *stopped,
        verdict(answer),
        Facts(now.header(view)),
        *(block for step in steps for block in step),
        Line(""),
        *now.at_work(view),
        *now.events(view),
        Line(""),
        _items(view),
        Line(""),
        Line(f"Done: {', '.join(_count(name, count) for name, count in view.counts.items())}."),
        *_reasons(view),
        *waivers(view.waivers),
        *_metrics(view),
        *([Line(""), *stopped] if stopped else []),
        *(steps[0] if steps else []),
    ]


def verdict(answer: Answer[Checklist]) -> Line:
    view = answer.data
    where = f"{view.runbook} on {answer.environment}" + (", PROTECTED" if view.protected else "")
    critical = view.counts.get("critical")
    if critical and critical.done < critical.total:
        failed = any(item.status == "fail" and item.priority == "critical" for item in view.items)
        left = critical.total - critical.done
        return Line(f"{where}: {left} of {critical.total} critical items are open", "fail" if failed else "pending")
    left = sum(count.total - count.done for count in view.counts.values())
    return Line(f"{where}: no critical item is open" + (f", {left} others are" if left else ", nor any other"), "pass")


def next_step(item: str, command: str) -> list[Block]:
    return [Line(""), Line(f"Next, {item}:"), Code(command)] if command else []


def age(item: ItemView) -> str:
    """How long ago an item was last looked at, or signed."""
    return "never" if item.age_s is None else words(timedelta(seconds=item.age_s))


def _steps(view: Checklist) -> list[list[Block]]:
    """What to type, the first to be typed first. A pause point comes before the items behind it."""
    pause, following = _pause(view), next_step(view.go_on, view.next)
    if pause is None:
        return [following] if following else []
    asked = f"Pause point before {_title(view, pause.phase)}: {pause.text}"
    if view.go_on == pause.phase:
        return [[Line(""), Line(asked), *following[1:]]]
    return [following, [Line(""), Line(f"{asked} It waits for {', '.join(pause.waits_for)}.")]]


def _pause(view: Checklist) -> PauseView | None:
    """The first one that is open and has something to be done behind it."""
    behind = {item.phase for item in view.items if item.status not in DONE}
    return next((each for each in view.pauses if each.open and each.phase in behind), None)


def _title(view: Checklist, phase: str) -> str:
    return next((each.title for each in view.phases if each.id == phase), phase)


def _items(view: Checklist) -> Grouped:
    """Before anything was looked at there are no outcomes, and titles have their room."""
    columns = [name for name in COLUMNS if name != "outcome" or any(item.outcome for item in view.items)]
    groups = [(each, [item for item in view.items if item.phase == each.id]) for each in view.phases]
    rows = [(_phase(phase, items), [_row(item, columns) for item in _in_order(items)]) for phase, items in groups]
    return Grouped(columns, rows, "title")


def _phase(phase: PhaseView, items: Sequence[ItemView]) -> str:
    here = [item for item in items if item.status != "not applicable"]
    return f"{phase.title}: {sum(item.status in DONE for item in here)} of {len(here)} done"


def _in_order(items: Sequence[ItemView]) -> list[ItemView]:
    return sorted(items, key=lambda item: PRIORITIES.index(item.priority))


def _row(item: ItemView, columns: Sequence[str]) -> list[str]:
    cells = (item.status.upper(), item.id, item.title, item.outcome, age(item), item.priority)
    return [cell for name, cell in zip(COLUMNS, cells, strict=True) if name in columns]


def _count(priority: str, count: Count) -> str:
    apart = [(count.waived, "waived"), (count.skipped, "skipped")]
    told = ", ".join(f"{number} {word}" for number, word in apart if number)
    return f"{priority} {count.done}/{count.total}" + (f" ({told})" if told else "")


def _reasons(view: Checklist) -> list[Block]:
    """Why an item is not done, where its status alone does not say it; those with the same reason in one line."""
    still = [item for item in view.items if item.status not in DONE and item.status != "not applicable"]
    told = [item for item in still if item.status != "pending" or item.evidence]
    by_reason = groupby(sorted(told, key=lambda item: item.text), key=lambda item: item.text)
    lines = [f"{', '.join(item.id for item in some)}: {text}" for text, some in by_reason]
    return [Heading("Open, and why"), Bullets(lines)] if lines else []


def _metrics(view: Checklist) -> list[Block]:
    """Those that nothing has measured share a line."""
    if not view.metrics:
        return []
    by_text = groupby(sorted(view.metrics, key=lambda metric: metric.text), key=lambda metric: metric.text)
    lines = [f"{text}: {'; '.join(map(_metric, some))}" for text, some in by_text]
    return [Heading("Success criteria"), Bullets(lines)]


def _metric(metric: MetricView) -> str:
    return f"{metric.title} ({metric.rule})"
