"""What can be said of a row of revisions before any database is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from opskit.core.verdict import Severity
from opskit.migrate.alembic.branches import lacks
from opskit.migrate.data_loss import brought_in, thrown_away
from opskit.migrate.lineage import heads
from opskit.migrate.migration import Migration
from opskit.migrate.parser import parse


@dataclass(frozen=True)
class SetFinding:
    """`rule` is its slug in the catalogue of rules; `line` counts from 1 in the revision's file, 0 without a line."""

    rule: str
    severity: Severity
    revision: str
    path: Path
    line: int
    message: str
    advice: str


def findings(migrations: Sequence[Migration]) -> list[SetFinding]:
    """By revision, in their order, and by rule."""
    found = [*_two_heads(migrations), *_siblings(migrations)]
    for migration in migrations:
        found += [*_not_renderable(migration), *_no_downgrade(migration), *_loses_data(migration)]
    order = [each.revision for each in migrations]
    return sorted(found, key=lambda each: (order.index(each.revision), each.rule))


def _two_heads(migrations: Sequence[Migration]) -> Iterator[SetFinding]:
    top = heads(migrations)
    names = ", ".join(each.revision for each in top)
    for migration in top if len(top) > 1 else ():
        text = f"is one of {len(top)} heads ({names}): `alembic upgrade head` refuses, and their order is open"
        advice = "alembic merge heads; until then name one: opskit apply --to REVISION"
        yield _finding("two-heads", Severity.CRITICAL, migration, 0, text, advice)


def _siblings(migrations: Sequence[Migration]) -> Iterator[SetFinding]:
    by_name = {each.revision: each for each in migrations}
    for lack in lacks(migrations):
        text = f"uses {lack.table}, which only {lack.maker} makes, on another branch"
        advice = f"depends_on = {lack.maker!r}, or let it revise that one"
        finding = _finding("needs-sibling-branch", Severity.CRITICAL, by_name[lack.revision], lack.line, text, advice)
        yield finding


def _not_renderable(migration: Migration) -> Iterator[SetFinding]:
    if migration.unrenderable:
        fault = migration.unrenderable
        advice = "write it as SQL with op.execute; opskit cannot plan it as it is"
        text = f"cannot be rendered offline: {fault.text}"
        yield _finding("not-renderable", Severity.WARNING, migration, fault.line, text, advice)


def _no_downgrade(migration: Migration) -> Iterator[SetFinding]:
    if migration.down_fault:
        fault = migration.down_fault
        text = f"has no way back of its own: {fault.text}"
        advice = "write downgrade(); without it opskit takes back statement by statement what it can"
        yield _finding("no-downgrade", Severity.WARNING, migration, fault.line, text, advice)


def _loses_data(migration: Migration) -> Iterator[SetFinding]:
    """A downgrade that drops what its upgrade made loses the rows written since; one that drops anything else loses
    what was there before."""
    made = {each for ddl in migration.up for parsed in parse(ddl.source.text) for each in brought_in(parsed)}
    gone = [each for parsed in parse(migration.down_sql, migration.path) for each in thrown_away(parsed)]
    old = [each for each in gone if each not in made]
    if not gone:
        return
    severity = Severity.WARNING if old else Severity.INFO
    which = "rows that were there before" if old else "the rows written since"
    things = ", ".join(f"{what} {name}" for what, name in old or gone)
    text = f"its downgrade loses {which}: {things}"
    advice = "opskit rollback asks for --accept-data-loss; keep a copy of what it drops"
    yield _finding("downgrade-loses-data", severity, migration, 0, text, advice)


def _finding(rule: str, severity: Severity, migration: Migration, line: int, text: str, advice: str) -> SetFinding:  # noqa: PLR0917
    return SetFinding(rule, severity, migration.revision, migration.path, line, f"{migration.revision} {text}", advice)
