"""`opskit bloat`: what tables and indexes hold that a rebuild would give back, estimated from the catalog or read."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.bloat_catalog import Found, found, upkeep
from opskit.app.bloat_reading import FLOOR_BYTES, Reader
from opskit.app.bloat_report import Bloat, Relation, report
from opskit.app.context import Context
from opskit.app.thresholds import threshold
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.pg.reading import ReadSession

# A waste of 30 percent and 100 MB is worth a rebuild (postgres-checkup warns at 40 percent, pgdoctor at 50 percent and
# 200 MB, pg-extras at 50 percent and 10 MB); below 30 percent a B-tree filled in random order loses it again.
MIN_PCT, MIN_BYTES = 30.0, 100 * 1024 * 1024
BLIND = 3


def bloat(context: Context, names: Sequence[str] = ()) -> Answer[Bloat]:
    """Exit 0, however much is found; 3 when there are relations and not one could be judged."""
    with context.reading("bloat") as db:
        return _answer(context, db, found(db, names), "")


def exact_bloat(context: Context, names: Sequence[str], max_read: int) -> Answer[Bloat]:
    """The same, after reading what the budget allows. Exit 3 also when nothing can be read for want of the extension or
    of the right to use it. What is named is worth reading however small it is."""
    with context.reading("bloat") as db:
        reader = Reader(db, context.voice, max_read, 0 if names else FLOOR_BYTES)
        return _answer(context, db, reader.read(found(db, names)), reader.obstacle)


def judged(settings: Settings, db: ReadSession) -> Sequence[Relation]:
    """All there are, estimated, in the order of `Bloat.relations`. Inconclusive where their sizes cannot be read."""
    return report(found(db, ()), upkeep(db), _limits(settings), "").relations


def _limits(settings: Settings) -> tuple[float, float]:
    return threshold(settings, "bloat.min_pct", MIN_PCT), threshold(settings, "bloat.min_bytes", float(MIN_BYTES))


def _answer(context: Context, db: ReadSession, all_found: Sequence[Found], unread: str) -> Answer[Bloat]:
    data = report(all_found, upkeep(db), _limits(context.settings), unread)
    blind = bool(data.relations) and data.totals.unjudged == data.totals.relations
    code = BLIND if blind or unread else 0
    return Answer("bloat", data, code, environment=context.environment.name, run=context.run)
