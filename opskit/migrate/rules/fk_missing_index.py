"""A foreign key whose columns no index begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.constraints import MAKERS, ForeignKey, foreign_keys, only_not_null
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.parser import parse
from opskit.migrate.world import Index

TITLE = "Foreign key without an index on its columns"
SEVERITY = Severity.WARNING
WHY = "each delete, and each update of the key, in the referenced table reads the whole referencing one"
SAFE = "create index concurrently on the foreign key's columns, before the key is added"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    """Judged by what the tables are when the last file is done."""
    for file in files:
        for site in (each for each in file.sites if each.kind in MAKERS):
            hits = [hit for key in foreign_keys(site) if (hit := _hit(site, key))]
            yield from ((file, site, hit) for hit in hits)


def _hit(site: Site, key: ForeignKey) -> Hit | None:
    table = site.world.get(key.relation)
    if table is None and (site.world.complete or site.kind == "create_stmt"):
        return None  # it was dropped again
    if table and any(_serves(each, key.columns) for each in table.indexes.values()):
        return None
    text = f"no index of {key.relation} begins with ({', '.join(key.columns)}): deletes in {key.parent} read it in full"
    return Hit(text, key.relation, certain=table is not None and table.whole)


def _serves(index: Index, columns: tuple[str, ...]) -> bool:
    """In any order; a predicate that only leaves out NULLs leaves out nothing that a foreign key asks for."""
    if index.partial and not (index.definition and only_not_null(parse(index.definition)[0].node.where_clause)):
        return False
    return index.method in ("btree", "hash") and set(index.columns[: len(columns)]) == set(columns)
