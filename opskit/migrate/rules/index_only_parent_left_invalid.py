"""CREATE INDEX ON ONLY a partitioned table, and partitions whose index is never attached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import FileSites, Hit
from opskit.migrate.nodes import enum_word

TITLE = "Index of a partitioned table that stays INVALID"
SEVERITY = Severity.WARNING
WHY = (
    "an index on only the parent is INVALID until an index of every partition is attached; a unique one proves nothing"
)
SAFE = "create index concurrently on each partition, then alter index parent_index attach partition its_index for each"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_set(files: Sequence[FileSites]) -> Iterator[tuple[FileSites, Site, Hit]]:
    """An index may be attached in a later file of the row."""
    parents: list[tuple[FileSites, Site, set[str]]] = []
    for file in files:
        for site in file.sites:
            if site.kind == "index_stmt" and not (site.node.relation.inh or site.node.concurrent):
                parents.append((file, site, set()))
            elif site.kind == "at_attach_partition" and enum_word(site.whole, "objtype") == "OBJECT_INDEX":
                for _, parent, attached in parents:
                    attached.update(_attached(site, parent))
    for file, parent, attached in parents:
        hit = _hit(parent, len(attached))
        if hit:
            yield file, parent, hit


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


def _attached(site: Site, parent: Site) -> Iterator[str]:
    """The index that is attached, where it is to the parent's. An index lies in the schema of its table."""
    index, child = site.whole.relation, getattr(site.node, "def").partition_cmd.name
    schemas = {index.schemaname, parent.node.relation.schemaname} - {""}
    if index.relname == parent.node.idxname and len(schemas) < 2:
        yield f"{child.schemaname}.{child.relname}"
