"""A way back, down.sql or downgrade(), that drops a table or a column, or deletes rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.alembic.branches import written
from opskit.migrate.data_loss import brought_in, thrown_away
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.migration import Migration
from opskit.migrate.parser import parse
from opskit.migrate.sql_folder import DOWN, UP

Things = Collection[tuple[str, str]]

TITLE = "Way back that loses data"
SEVERITY = Severity.WARNING
WHY = "rows go with what it drops, in the middle of an incident"
SAFE = "keep what it drops until the release has settled; opskit rollback asks for --accept-data-loss"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    made = {
        (file.path.parent, thing)
        for file in files
        for site in (file.sites if file.path.name == UP else [])
        for thing in brought_in(site.parsed)
    }
    for file in files:
        for site in file.sites if file.path.name == DOWN else []:
            gone = list(thrown_away(site.parsed)) if site.node is site.whole else []
            if gone:
                yield file, site, _hit("it", gone, [thing for place, thing in made if place == file.path.parent])


def find_in_project(migrations: Sequence[Migration]) -> Iterator[tuple[Migration, int, Hit]]:
    for migration in migrations:
        gone = [each for parsed in parse(migration.down_sql, migration.path) for each in thrown_away(parsed)]
        if gone:
            made = [thing for _, parsed in written(migration) for thing in brought_in(parsed)]
            yield migration, 0, _hit(f"the downgrade of {migration.revision}", gone, made)


def _hit(what: str, gone: Things, made: Things) -> Hit:
    """To drop what the migration made loses the rows written since, and nothing older."""
    old = [each for each in gone if each not in made]
    which = "rows that were there before" if old else "the rows written since"
    things = ", ".join(f"{kind} {name}" for kind, name in old or gone)
    return Hit(f"{what} loses {which}: {things}", severity=None if old else Severity.INFO)
