"""The point of no return of a plan: after which of its statements the way back loses data, or is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from opskit.core.change import Change, Irreversible, Loss, NotYetKnown
from opskit.core.plan import Plan
from opskit.migrate import sql_folder
from opskit.migrate.data_loss import brought_in, thrown_away
from opskit.migrate.migration import Migration
from opskit.migrate.parser import parse
from opskit.value import Value

NONE_AT_ALL = "no way back"
HARMLESS = "the way back loses no data at any step"


class NoReturn(Value):
    """The first statement of a kind of `loss`: new data, old data, or no way back; `ordinal` is 0 where the loss is
    that of the migration's down.sql. `why` is a reason in words."""

    revision: str
    ordinal: int
    loss: str
    why: str


def points(migrations: Sequence[Migration], plan: Plan) -> list[NoReturn]:
    """In their order, each kind once."""
    found: dict[str, NoReturn] = {}
    for migration in migrations:
        changes = [each for each in plan.changes if each.mark and each.mark.revision == migration.revision]
        for point in written_loss(migration) if migration.down_sql.strip() else _derived(migration.revision, changes):
            found.setdefault(point.loss, point)
    return list(found.values())


def told(points: Sequence[NoReturn]) -> list[str]:
    return [_words(each) for each in points] or [HARMLESS]


def _words(point: NoReturn) -> str:
    place = f"{point.revision} #{point.ordinal}" if point.ordinal else f"{point.revision}, by its down.sql,"
    if point.loss == NONE_AT_ALL:
        return f"after {place} there is no way back: {point.why}"
    if point.loss == Loss.NEW_DATA.value:
        return f"from {place} on the way back loses new data, rows written since: {point.why}"
    return f"from {place} on the way back leaves old data lost: {point.why}"


def _derived(revision: str, changes: Sequence[Change]) -> Iterator[NoReturn]:
    for change in changes:
        ordinal = change.mark.ordinal if change.mark else 0
        if isinstance(change.undo, Irreversible):
            if not isinstance(change.undo, NotYetKnown):
                yield NoReturn(revision, ordinal, NONE_AT_ALL, change.undo.reason)
        elif change.loss is not Loss.NONE:
            yield NoReturn(revision, ordinal, change.loss.value, " ".join(change.do.sql.split()))


def written_loss(migration: Migration) -> Iterator[NoReturn]:
    """Of its down.sql as it is written."""
    made = {each for ddl in migration.up for parsed in parse(ddl.source.text) for each in brought_in(parsed)}
    for ddl in sql_folder.statements(migration.down_sql, Path("down.sql")):
        loss = loss_of({each for parsed in parse(ddl.source.text) for each in thrown_away(parsed)}, made)
        if loss is not Loss.NONE:
            yield NoReturn(migration.revision, 0, loss.value, " ".join(ddl.source.text.split()))


def loss_of(gone: set[tuple[str, str]], made: set[tuple[str, str]]) -> Loss:
    """Of what a migration made, the rows written since; of anything else, rows that were there before."""
    if not gone:
        return Loss.NONE
    return Loss.NEW_DATA if gone <= made else Loss.OLD_DATA
