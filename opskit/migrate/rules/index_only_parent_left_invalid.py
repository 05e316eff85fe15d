"""CREATE INDEX ON ONLY a partitioned table, and partitions whose index is never attached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.parser import enum_word

TITLE = "Index of a partitioned table that stays INVALID"
SEVERITY = Severity.WARNING
WHY = "an index on only the parent is INVALID until an index of every partition is attached to it; a unique one proves nothing"
SAFE = "create index concurrently on each partition, then alter index parent_index attach partition its_index for each"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    every = [(file, site) for file in files for site in file.sites]
    for place, (file, site) in enumerate(every):
        if site.kind != "index_stmt" or site.node.relation.inh or site.node.concurrent:
            continue
        attached = {_attached(later, site) for _, later in every[place + 1 :]} - {""}
        hit = _hit(site, len(attached))
        if hit:
            yield file, site, hit


def _hit(site: Site, attached: int) -> Hit | None:
    """Without a catalog one attached partition is taken for all of them."""
    if site.table is None or not site.table.whole:
        text = f"no index of a partition is attached to {site.node.idxname or 'it'}: it stays INVALID"
        return None if attached else Hit(text, site.relation, certain=False)
    missing = len(site.table.children) - attached
    if site.table.kind != "p" or missing <= 0:
        return None
    text = f"{site.node.idxname or 'the index'} stays INVALID: {missing} of {len(site.table.children)} partitions of"
    return Hit(f"{text} {site.relation} have no index attached to it", site.relation)


def _attached(later: Site, site: Site) -> str:
    """The index that `later` attaches to the one that `site` makes. An index lies in the schema of its table."""
    if later.kind != "at_attach_partition" or enum_word(later.whole, "objtype") != "OBJECT_INDEX":
        return ""
    parent, child = later.whole.relation, getattr(later.node, "def").partition_cmd.name
    schemas = {parent.schemaname, site.node.relation.schemaname} - {""}
    return f"{child.schemaname}.{child.relname}" if parent.relname == site.node.idxname and len(schemas) < 2 else ""
