"""The page of `opskit checklist`: what is done, what is open, what comes next."""

from __future__ import annotations

from datetime import timedelta

from opskit.app.checklist import Checklist, ItemView
from opskit.app.checklist_metrics import MetricView
from opskit.core.answer import Answer
from opskit.core.duration import words
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table

DONE = ("pass", "signed")


def blocks(answer: Answer[Checklist]) -> list[Block]:
    view = answer.data
    found: list[Block] = [verdict(answer)]
    for priority, count in view.counts.items():
        found.append(Heading(f"{priority.upper()}: {count.done} of {count.total} done"))
        rows = [_row(item) for item in view.items if item.priority == priority]
        found.append(Table(["status", "item", "title", "outcome", "age"], rows))
    return [*found, *_reasons(view), *_metrics(view), *next_step(view.go_on, view.next)]


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


def _row(item: ItemView) -> list[str]:
    return [item.status.upper(), item.id, item.title, item.outcome, age(item)]


def _reasons(view: Checklist) -> list[Block]:
    """Why an item is not done, where its status alone does not say it."""
    told = [item for item in view.items if item.status in ("fail", "inconclusive", "blocked") or item.evidence]
    open_ones = [f"{item.id}: {item.text}" for item in told if item.status not in DONE]
    return [Heading("Open, and why"), Bullets(open_ones)] if open_ones else []


def _metrics(view: Checklist) -> list[Block]:
    if not view.metrics:
        return []
    return [
        Heading("Success criteria"),
        Table(["criterion", "rule", "verdict"], [_metric(metric) for metric in view.metrics]),
    ]


def _metric(metric: MetricView) -> list[str]:
    return [metric.title, metric.rule, metric.text]
