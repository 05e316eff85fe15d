"""The page of `opskit plan`, which is also the page before the question of `opskit apply`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from opskit.app.no_return import told
from opskit.app.planning import PlannedStatement, PlanView, RelationLocked
from opskit.app.proven import ProvenBack
from opskit.core.answer import Answer
from opskit.core.verdict import Severity
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.words import duration, plural, size

# Of relations under a lock, and of statements that take back.
SHOWN = 4
# They are about a file that runs by itself; opskit sets timeouts of its own.
_OF_THE_FILE = frozenset("lock-timeout-not-in-effect lock-timeout-below-deadlock-timeout statement-timeout".split())
# Neither reads nor writes wait for them.
WEAK = ("ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE")
# What a statement that changes only the catalog is expected to stay below.
INSTANT_S = 0.25
_PROOF = {"pass": "fingerprint equal", "fail": "NOT as before", "inconclusive": "not proven"}


def blocks(answer: Answer[PlanView]) -> list[Block]:
    view = answer.data
    if not view.migrations:
        return [Line(f"Nothing is pending on {answer.environment}.", "ok"), *_warnings(view)]
    found: list[Block] = [Line(finding.message, "goes on") for finding in view.unfinished]
    for migration in view.migrations:
        found.append(Heading(f"{migration.revision} {migration.slug.replace('_', ' ')}"))
        for statement in migration.statements:
            found += _statement(statement, "down.sql takes the whole back" if migration.down_sql else "")
    found += _in_the_way(view)
    count = sum(len(migration.statements) for migration in view.migrations)
    done = "nothing was changed" if answer.command == "plan" else "to be carried out"
    found += [
        Line(""),
        Line(
            f"{plural(len(view.migrations), 'migration')}, {plural(count, 'statement')}, {view.pending} to run; {done}."
        ),
    ]
    return [*found, *_no_return(view), *_ways_back(view), *_at_once(view)]


def _in_the_way(view: PlanView) -> list[Block]:
    return _obstacles(view) + _warnings(view) + _blockers(view)


def _no_return(view: PlanView) -> list[Block]:
    return [Line(f"Point of no return: {text}.") for text in told(view.no_return)]


def _at_once(view: PlanView) -> list[Block]:
    found = _together(view) + _costs(view) + _window(view)
    if any("schema opskit" in sql for sql in view.bookkeeping):
        found.append(Line("First use here: schema opskit is created, where opskit records what it did."))
    return found


def surroundings(view: PlanView) -> list[Block]:
    """All but the statements, for a plan that nobody has written or rehearsed."""
    return [*_in_the_way(view), *_no_return(view), *_at_once(view)]


def _statement(statement: PlannedStatement, way_back: str) -> list[Block]:
    """What runs, why not as it stands in the file, under which lock, for how long, and how it is taken back where not
    by `way_back`; where it stands, so that the two can be held side by side."""
    if statement.state == "settled":
        return [Line(f"{statement.ordinal}. {_where(statement)}{statement.sql}", "settled")]
    as_written = [_plain(sql) for sql in statement.safe] == [_plain(statement.sql)]
    how = "as written" if as_written else f"rewritten into {plural(len(statement.safe), 'statement')}"
    title = statement.title if as_written else statement.sql
    return [
        Line(""),
        Line(f"{statement.ordinal}. {_where(statement, how)}{title}"),
        Code("\n".join(f"{sql};" for sql in statement.safe)),
        Bullets([*([] if as_written else _reasons(statement)), *facts(statement, way_back)]),
    ]


def _plain(sql: str) -> str:
    return " ".join(sql.split()).lower()


def _reasons(statement: PlannedStatement) -> list[str]:
    """What stops the application comes alone where there is any; else the shorter locks say why."""
    worst = [each for each in statement.rules if each.severity is Severity.CRITICAL]
    rest = [each for each in statement.rules if each.severity is Severity.WARNING and each.rule not in _OF_THE_FILE]
    return [f"why: {text}" for text in dict.fromkeys(f"{each.rule}: {each.message}" for each in worst or rest)]


def facts(statement: PlannedStatement, way_back: str) -> list[str]:
    loss = "" if statement.loss == "none" else f" (loses {statement.loss})"
    nothing = f"none: {statement.irreversible}" if statement.irreversible else "nothing to take back"
    back = _few(statement.undo, "; ") + loss if statement.undo else nothing
    pairs = [("lock", locks(statement.relations)), ("time", _time(statement)), ("undo", way_back or back)]
    return [*dict.fromkeys(statement.notes), *(f"{name}: {text}" for name, text in pairs if text)]


def locks(relations: Sequence[RelationLocked]) -> str:
    """Of the relations that others queue for by name: the indexes and the TOAST table of a table are locked with it."""
    shown = [each for each in relations if each.kind not in ("index", "toast") and each.lock not in WEAK]
    by_lock: dict[str, list[str]] = {}
    for each in shown:
        by_lock.setdefault(each.lock, []).append(f"{each.name}{' for an instant' * each.brief}")
    words = (f"{lock} on {_few(names, ', ')}" for lock, names in by_lock.items())
    return "; ".join(words) or "none that reads or writes wait for"


def _few(texts: Iterable[str], between: str) -> str:
    each_once = list(dict.fromkeys(texts))
    more = f" and {len(each_once) - SHOWN} more (--json has them all)" if len(each_once) > SHOWN else ""
    return between.join(each_once[:SHOWN]) + more


def _time(statement: PlannedStatement) -> str:
    expected = statement.estimate
    if expected is None:
        return ""
    if expected.high < INSTANT_S * len(statement.safe) + INSTANT_S:
        return "an instant" if len(statement.safe) == 1 else "an instant each"
    return f"{duration(expected.seconds)}, between {duration(expected.low)} and {duration(expected.high)}"


def _where(statement: PlannedStatement, *how: str) -> str:
    """A statement that stands in no file has no line; opskit wrote it."""
    return ", ".join([f"line {statement.line}", *how]) + ": " if statement.line else ""


def _ways_back(view: PlanView) -> list[Block]:
    """What is proven of them, before anybody says yes."""
    unknown = {each.revision for each in view.migrations} - {each.revision for each in view.rehearsed}
    found: list[Block] = [Line(f"Way back of {proof(each)}.") for each in view.rehearsed]
    if unknown:
        found.append(
            Line(f"Way back never rehearsed: {', '.join(sorted(unknown))} (opskit rehearse tries it on a copy).")
        )
    return found


def proof(each: ProvenBack) -> str:
    took = "" if each.seconds is None else f", back in {duration(each.seconds)} on the copy"
    reason = f": {each.reason}" if each.reason else ""
    return f"{each.revision}: rehearsed on {each.at:%Y-%m-%d}{took}, {_PROOF[each.verdict]}{reason}"


def _together(view: PlanView) -> list[Block]:
    """What a reader of the list above would not know: that some of it happens at once."""
    if view.company is None:
        return []
    found: list[Block] = [Line(f"One transaction: {_named(names)}.") for names in view.company.transactions]
    if view.company.lanes:
        lanes = " | ".join(map(_named, view.company.lanes))
        found.append(Line(f"Side by side, {view.company.jobs} at a time, each table's in their order: {lanes}."))
    return found


def _named(names: Sequence[str]) -> str:
    """Each revision once: h8c2d6e5f4g3 #3, #4."""
    revisions = [name.partition(" ")[0] for name in names]
    return ", ".join(
        name.partition(" ")[2] if place and revisions[place - 1] == revisions[place] else name
        for place, name in enumerate(names)
    )


def _costs(view: PlanView) -> list[Block]:
    """Where the times come from, and the room that is needed."""
    expected = [each.estimate for migration in view.migrations for each in migration.statements if each.estimate]
    bases = dict.fromkeys(part for each in expected for part in each.basis.split("; ") if "catalog only" not in part)
    found: list[Block] = [Line(f"Times leave out the waiting for locks; {'; '.join(bases)}.")] if bases else []
    if view.disk and view.disk.need_bytes:
        free = "not known from here" if view.disk.free_bytes is None else size(view.disk.free_bytes)
        found.append(Line(f"Disk: about {size(view.disk.need_bytes)} are needed; free: {free}."))
    return found


def _window(view: PlanView) -> list[Block]:
    if view.window is None:
        return []
    return [Line(f"Window: {view.window.text}.", "" if view.window.fits else "blocked")]


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
