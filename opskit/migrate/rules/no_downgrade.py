"""A migration without a way back: no down.sql, and a statement whose undo does not follow from itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.classify import classify
from opskit.migrate.ddl import Other
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.parser import split
from opskit.migrate.sql_folder import DOWN, UP, decode

TITLE = "Migration without a way back"
SEVERITY = Severity.INFO
WHY = "in an incident the way back is wanted at once, not to be thought out then"
SAFE = "write a down.sql beside the up.sql"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    for file in files:
        down = file.path.with_name(DOWN)
        if file.path.name != UP or (down.is_file() and split(decode(down), down)):
            continue
        for site in file.sites:
            if site.node is site.whole and not site.inside and _without_undo(site):
                yield file, site, Hit("has no undo of its own, and there is no down.sql")
                break


def _without_undo(site: Site) -> bool:
    made = classify(site.parsed)
    return any(isinstance(each, Other) and not each.undo for each in made) and site.kind != "variable_set_stmt"
