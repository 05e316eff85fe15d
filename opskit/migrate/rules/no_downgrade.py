"""A migration without a way back: no down.sql, and a statement whose undo does not follow from itself; in Alembic a
downgrade() that is missing, empty or cannot be rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from opskit.core.change import Irreversible, NotYetKnown
from opskit.core.verdict import Severity
from opskit.migrate.classify import classify
from opskit.migrate.ddl import Other
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.migration import Migration
from opskit.migrate.parser import parse, split
from opskit.migrate.sql_folder import DOWN, UP, decode
from opskit.migrate.undo import NO_CATALOG, undo_of

TITLE = "Migration without a way back"
SEVERITY = Severity.WARNING
WHY = "in an incident the way back is wanted at once, not to be thought out then"
SAFE = "write a down.sql beside the up.sql, a downgrade() in the revision; without one opskit takes back what it can"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    """To have no down.sql is no mistake: most statements say themselves how they are taken back."""
    for file in files:
        if file.path.name == UP and not _written(file.path.with_name(DOWN)):
            without = (site for site in file.sites if site.node is site.whole and not site.inside)
            for site in [each for each in without if _has_no_undo(each)][:1]:
                yield file, site, Hit("has no undo of its own, and there is no down.sql", severity=Severity.INFO)


def find_in_project(migrations: Sequence[Migration]) -> Iterator[tuple[Migration, int, Hit]]:
    """alembic downgrade says that it is done, and nothing is back."""
    for migration in migrations:
        if fault := migration.down_fault:
            yield migration, fault.line, Hit(f"{migration.revision} has no way back of its own: {fault.text}")


def _written(down: Path) -> bool:
    """Whatever files were named: the way back may not be among them."""
    return down.is_file() and bool(split(decode(down), down))


def _has_no_undo(site: Site) -> bool:
    """Whatever the catalog may hold."""
    written = [each for each in classify(site.parsed) if isinstance(each, Other)]
    found = [undo_of(parse(each.sql)[0], NO_CATALOG) for each in written]
    return any(isinstance(each, Irreversible) and not isinstance(each, NotYetKnown) for each in found)
