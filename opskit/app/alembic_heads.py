"""What Alembic's own table says, held against opskit's record and the catalog, and how it moves with each revision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from opskit.core.change import Mark
from opskit.core.finding import Finding
from opskit.core.identifier import qualified
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.errors import Blocked, Fault, InvalidFile
from opskit.migrate.alembic.branches import lacks, standing
from opskit.migrate.alembic.version import Heads, VersionMove, move_sql, read_move
from opskit.migrate.ddl import Source
from opskit.migrate.expected import expected
from opskit.migrate.lineage import ancestors, heads, heads_with
from opskit.migrate.migration import Migration
from opskit.steps import observing
from opskit.steps.create_alembic_version import CreateAlembicVersion
from opskit.steps.keep_alembic_version import KeepAlembicVersion, words
from opskit.value import replace


def heads_here(migrations: Sequence[Migration], db: Reader) -> Heads | None:
    """None when these are no migrations of Alembic. Blocked when the table names a revision that no file has."""
    if not migrations or migrations[0].lineage is None:
        return None
    table = migrations[0].lineage.versions.name
    seen = observing.alembic_heads(db, table)
    strangers = seen - {each.revision for each in migrations}
    if strangers:
        raise Blocked(
            f"{table} names a revision that is not among the files: {words(strangers)} (nothing was changed)",
            "another version of the project, or another project, was at work on this database",
            "fetch the files of that revision, then opskit plan",
        )
    return seen


def one_head(pending: Sequence[Migration], migrations: Sequence[Migration]) -> None:
    """InvalidFile when several heads are ahead and nothing says which is meant."""
    top = heads(migrations)
    if len(top) > 1 and pending:
        names = ", ".join(each.revision for each in top)
        raise InvalidFile(
            [Fault(each.path, 0, f"{each.revision} is one of {len(top)} heads: {names}") for each in top],
            f"name one: --to {top[0].revision}   (or join them: alembic merge heads)",
        )


def agreeing(migrations: Sequence[Migration], recorded: Collection[str], covered: Collection[str]) -> None:
    """Blocked when opskit has recorded a revision as applied that Alembic's table does not say."""
    apart = [each.revision for each in migrations if each.revision in recorded and each.revision not in covered]
    if apart:
        raise Blocked(
            f"alembic_version does not say {words(frozenset(apart))}, which opskit applied (nothing was changed)",
            "it was taken back, or the table was changed, by another hand",
            f"alembic upgrade {apart[-1]}   (or alembic stamp, where its objects are there), then opskit plan",
        )


def renderable(migrations: Iterable[Migration]) -> None:
    faults = [each.unrenderable for each in migrations if each.unrenderable]
    if faults:
        raise InvalidFile(
            faults,
            "write it as SQL with op.execute, or run the revision with alembic: what is applied need not be read",
        )


def with_moves(migrations: Sequence[Migration], chosen: Sequence[Migration], now: Heads) -> list[Migration]:
    """The chosen revisions, each with the move of Alembic's table as its last statement; without it where the table has
    moved already."""
    lacking = lacks(migrations)
    known = ancestors(migrations, now)
    passed: tuple[Heads, ...] = ()
    found = []
    for migration in chosen:
        if migration.lineage is None or migration.revision in known:
            found.append(migration)
            continue
        then = heads_with(migrations, now, migration)
        missing = tuple((each.table, each.maker) for each in lacking
                        if each.revision == migration.revision and each.maker not in known)  # fmt: skip
        table = migration.lineage.versions
        ordinal = max((ddl.source.ordinal for ddl in migration.up), default=0) + 1
        source = Source(move_sql(table.name, now, then), ordinal, 0)
        found.append(replace(migration, up=(*migration.up, VersionMove(source, table, now, then, passed, missing))))
        known.add(migration.revision)
        passed, now = (*passed, now), then
    return found


def tables_of(migrations: Iterable[Migration]) -> list[CreateAlembicVersion]:
    moves = [ddl for migration in migrations for ddl in migration.up if isinstance(ddl, VersionMove)]
    return [CreateAlembicVersion(table) for table in dict.fromkeys(each.table for each in moves)]


def recorded_move(statements: Sequence[Row]) -> Row | None:
    """Of the statements recorded for a revision the one that moved Alembic's table."""
    last = max(statements, key=lambda row: int(row["ordinal"]), default=None)
    moved = read_move(str(last["sql"])) if last else None
    if last is None or moved is None:
        return None
    return last if list(last["undo"]) == [move_sql(moved.table.name, moved.come, moved.gone)] else None


class WayOfHeads:
    """The heads on the way back of several revisions, newest first."""

    def __init__(self, db: Reader, run: str) -> None:
        self._db = db
        self._run = run
        self._passed: dict[str, tuple[Heads, ...]] = {}

    def back(self, revision: str, move: Row) -> list[KeepAlembicVersion]:
        """The step that takes a recorded move back, from the heads as they then are. Blocked where the table does not
        say any more what the move left there."""
        moved = read_move(str(move["sql"]))
        if moved is None:
            return []
        *passed, now = self._passed.get(moved.table.name) or (observing.alembic_heads(self._db, moved.table.name),)
        if not moved.come <= now:
            raise Blocked(
                f"{moved.table.name} says {words(now)}: {revision} is not what was applied last (nothing was changed)",
                "another hand has changed the table since",
                f"bring it to {revision} with alembic, then opskit rollback",
            )
        then = (now - moved.come) | moved.gone
        self._passed[moved.table.name] = (*passed, now, then)
        source = Source(move_sql(moved.table.name, now, then), int(move["ordinal"]), 0)
        mark = Mark(revision, int(move["ordinal"]), int(move["part"]), self._run, undo=True)
        return [KeepAlembicVersion(VersionMove(source, moved.table, now, then, tuple(passed)), mark)]


def stamped_but_absent(
    migrations: Sequence[Migration], recorded: Collection[str], covered: Collection[str], db: Reader
) -> list[Finding]:
    """Revisions that only Alembic's table says are applied, and the tables and indexes of theirs that the catalog does
    not have: somebody stamped them, or took the objects away."""
    applied = [each for each in migrations if each.revision in covered]
    objects = [(name, maker) for name, maker in standing(applied).items()]
    objects += [(qualified(each.index.schema, each.name), each.revision) for each in expected(applied)]
    objects = [(name, maker) for name, maker in objects if maker not in recorded]
    gone = set(observing.absent(db, [name for name, _ in objects]))
    return [
        _absent(migration, [name for name, maker in objects if maker == migration.revision], gone)
        for migration in applied
        if any(maker == migration.revision and name in gone for name, maker in objects)
    ]


def _absent(migration: Migration, objects: Sequence[str], gone: Collection[str]) -> Finding:
    missing = [name for name in objects if name in gone]
    text = (
        f"stamped-but-absent: alembic_version says {migration.revision} is applied, but {len(missing)} of the"
        f" {len(objects)} tables and indexes it makes are not there: {', '.join(missing)}"
    )
    before = " ".join(migration.lineage.revises) if migration.lineage and migration.lineage.revises else "base"
    remedy = f"opskit verify indexes; where it never ran: alembic stamp {before}, then opskit apply"
    key = f"stamped-but-absent:{migration.revision}"
    return Finding(key, Severity.WARNING, migration.revision, text, {"path": str(migration.path)}, remedy)
