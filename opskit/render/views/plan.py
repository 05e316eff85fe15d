"""The page of `opskit plan`, which is also the page before the question of `opskit apply`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.app.planning import PlannedStatement, PlanView
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.words import duration, plural


def blocks(answer: Answer[PlanView]) -> list[Block]:
    view = answer.data
    if not view.migrations:
        return [Line(f"Nothing is pending on {answer.environment}.", "ok"), *_warnings(view)]
    found: list[Block] = []
    for migration in view.migrations:
        found.append(Heading(f"{migration.revision} {migration.slug.replace('_', ' ')}"))
        found += [block for statement in migration.statements for block in _statement(statement)]
    found += _obstacles(view) + _warnings(view) + _blockers(view)
    count = sum(len(migration.statements) for migration in view.migrations)
    done = "nothing was changed" if answer.command == "plan" else "to be carried out"
    found += [
        Line(""),
        Line(
            f"{plural(len(view.migrations), 'migration')}, {plural(count, 'statement')}, {view.pending} to run; {done}."
        ),
    ]
    if any("schema opskit" in sql for sql in view.bookkeeping):
        found.append(Line("First use here: schema opskit is created, where opskit records what it did."))
    return found


def _statement(statement: PlannedStatement) -> list[Block]:
    """What runs, under which lock, and how it is taken back; where it stands in the file, so that the two can be held
    side by side."""
    if statement.state == "settled":
        return [Line(f"{statement.ordinal}. {_where(statement)}{statement.sql}", "settled")]
    how = "as written" if list(statement.safe) == [statement.sql] else "rewritten"
    locks = ", ".join(dict.fromkeys(f"{each.lock} on {each.name}" for each in statement.relations)) or "no table lock"
    back = "; ".join(statement.undo) or f"none: {statement.irreversible}"
    loss = "" if statement.loss == "none" else f" (loses {statement.loss})"
    runs = "\n".join(f"{sql};" for sql in statement.safe)
    title = f"{statement.ordinal}. {_where(statement, how)}{statement.title}"
    return [Line(title), Code(f"{runs}\nlock  {locks}\nundo  {back}{loss}")]


def _where(statement: PlannedStatement, *how: str) -> str:
    """A statement that stands in no file has no line; opskit wrote it."""
    return ", ".join([f"line {statement.line}", *how]) + ": " if statement.line else ""


def _obstacles(view: PlanView) -> list[Block]:
    if not view.obstacles:
        return []
    return [Heading("In the way"), *(Line(finding.message, "blocked") for finding in view.obstacles),
            Bullets(list(dict.fromkeys(finding.remedy for finding in view.obstacles if finding.remedy)))]  # fmt: skip


def _warnings(view: PlanView) -> list[Block]:
    if not view.warnings:
        return []
    remedies = dict.fromkeys(finding.remedy for finding in view.warnings if finding.remedy)
    return [
        Heading("Not as it is said to be"),
        *(Line(finding.message, "warning") for finding in view.warnings),
        Bullets(list(remedies)),
    ]


def _blockers(view: PlanView) -> list[Block]:
    if not view.blockers:
        return []
    rows = [
        [str(row["pid"]), str(row["user_name"]), str(row["application"]), str(row["reason"]), duration(_age(row))]
        for row in view.blockers
    ]
    return [
        Heading("Sessions that would make it wait right now"),
        Table(["pid", "login", "application", "reason", "for"], rows),
    ]


def _age(row: Mapping[str, Any]) -> float | None:
    return row.get("age_seconds")
