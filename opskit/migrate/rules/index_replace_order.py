"""DROP INDEX before the CREATE INDEX that takes its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import dropped, enum_word

TITLE = "Index dropped before the one that replaces it"
SEVERITY = Severity.WARNING
WHY = "from the drop until the new index is valid, queries read the whole table; and if its build fails, for longer"
SAFE = "create the new index concurrently under another name, then drop the old one, then rename"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    """One takes the other's place when it has its name, or on the same table begins with the same column."""
    gone: dict[str, Site] = {}
    for site in sites:
        if site.kind == "drop_stmt" and enum_word(site.node, "remove_type") == "OBJECT_INDEX":
            gone |= {site.world.key(schema, name): site for schema, name in dropped(site.node)}
        elif site.kind == "index_stmt" and not site.fresh:
            old = next((name for name in gone if _replaces(site, name)), "")
            if old:
                line = site.parsed.line
                text = f"queries have neither {old} nor, until line {line} is done, the index that replaces it"
                yield gone.pop(old), Hit(text, site.relation)


def _replaces(site: Site, old: str) -> bool:
    if site.node.idxname and old == site.world.key(site.node.relation.schemaname, site.node.idxname):
        return True
    table, index = site.world.dropped_indexes.get(old, ("", None))
    first = site.node.index_params[0].index_elem.name
    return index is not None and table == site.relation and bool(first) and index.columns[:1] == (first,)
