"""A new table that the same file does not comment on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Table without a comment"
SEVERITY = Severity.INFO
WHY = "what a table is for is known to those who made it, for some months"
SAFE = "comment on table … is '…', in the same file"
VERSIONS = ">= 14"
STYLE = True
ON: frozenset[str] = frozenset()


def find_in_file(sites: Sequence[Site]) -> Iterator[tuple[Site, Hit]]:
    said = {name for site in sites if site.kind == "comment_stmt" for name in _commented(site)}
    for site in sites:
        if site.kind == "create_stmt" and not site.node.HasField("partbound") and site.relation not in said:
            yield site, Hit(f"table {site.relation} has no comment", site.relation)


def _commented(site: Site) -> list[str]:
    if enum_word(site.node, "objtype") != "OBJECT_TABLE":
        return []
    parts = [part.string.sval for part in site.node.object.list.items]
    return [site.world.key(".".join(parts[:-1]), parts[-1])]
