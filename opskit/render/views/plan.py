"""The page of `opskit plan`, which is also the page before the question of `opskit apply`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opskit.app.planning import PlannedStatement, PlanView
from opskit.core.answer import Answer
from opskit.core.lock import Lock
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.words import duration, plural

# Of relations under a lock, and of statements that take back.
SHOWN = 4


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
    """What runs and why so, under which locks, and how it is taken back; where it stands in the file, so that the two
    can be held side by side."""
    if statement.state == "settled":
        return [Line(f"{statement.ordinal}. {_where(statement)}{statement.sql}", "settled")]
    as_written = list(statement.safe) == [statement.sql]
    how = "as written" if as_written else f"rewritten into {plural(len(statement.safe), 'statement')}"
    title = statement.title if as_written else statement.sql
    runs = "\n".join(f"{sql};" for sql in statement.safe)
    why = [] if as_written else [f"why: {each.rule}: {each.message}" for each in statement.rules]
    return [
        Line(""),
        Line(f"{statement.ordinal}. {_where(statement, how)}{title}"),
        Code(runs),
        Bullets([*why, *dict.fromkeys(statement.notes), f"locks: {_locks(statement)}", f"undo: {_undo(statement)}"]),
    ]


def _locks(statement: PlannedStatement) -> str:
    """The strongest first, each once, with the relations it is taken on."""
    relations: dict[str, dict[str, None]] = {}
    for each in statement.relations:
        relations.setdefault(each.lock, {})[each.name] = None
    order = sorted(relations, key=lambda lock: Lock[lock.replace(" ", "_")].strength, reverse=True)
    return "; ".join(f"{lock} on {_few(list(relations[lock]), ', ')}" for lock in order) or "none on a table"


def _undo(statement: PlannedStatement) -> str:
    loss = "" if statement.loss == "none" else f" (loses {statement.loss})"
    if not statement.undo:
        return f"none: {statement.irreversible}" if statement.irreversible else "nothing to take back"
    return _few(list(dict.fromkeys(statement.undo)), "; ") + loss


def _few(texts: Sequence[str], between: str) -> str:
    more = f" and {len(texts) - SHOWN} more (--json lists them)" if len(texts) > SHOWN else ""
    return between.join(texts[:SHOWN]) + more


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
