"""CREATE or DROP INDEX CONCURRENTLY of a partitioned table."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import dropped, enum_word

TITLE = "CONCURRENTLY on an index of a partitioned table"
SEVERITY = Severity.CRITICAL
WHY = "no version builds or drops an index of a partitioned table concurrently: the statement fails (0A000)"
SAFE = "create index on only the table, create index concurrently on each partition, then alter index attach partition"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"index_stmt", "drop_stmt"})


def find(site: Site) -> Hit | None:
    """Of a table that nothing is known of, nothing is said: most are not partitioned."""
    if not site.node.concurrent:
        return None
    if site.kind == "index_stmt":
        partitioned = site.table is not None and site.table.kind == "p"
        text = f"{site.relation} is partitioned: CREATE INDEX CONCURRENTLY fails (0A000)"
        return Hit(text, site.relation, safe=True) if partitioned else None
    name = _partitioned_index(site) if enum_word(site.node, "remove_type") == "OBJECT_INDEX" else ""
    return Hit(f"{name} spans partitions: DROP INDEX CONCURRENTLY fails (0A000)", name) if name else None


def _partitioned_index(site: Site) -> str:
    for schema, name in dropped(site.node):
        table, key = site.world.table_of_index(schema, name), site.world.key(schema, name)
        if table and table.kind == "p" and key in table.indexes:
            return key
    return ""
