"""DROP TABLE."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import dropped, enum_word

TITLE = "Table that is dropped with its rows"
SEVERITY = Severity.WARNING
WHY = "the rows are gone and code that names the table fails; the ACCESS EXCLUSIVE lock queues"
SAFE = "first deploy code that no longer names it and keep a dump; rename it and wait some days before dropping it"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"drop_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "remove_type") not in ("OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"):
        return None
    names = [site.world.key(*each) for each in dropped(site.node) if not _nothing_lost(site, *each)]
    if not names:
        return None
    text = f"the rows of {', '.join(names)} are lost, and code that still names it fails"
    return Hit(text, names[0], Lock.ACCESS_EXCLUSIVE)


def _nothing_lost(site: Site, schema: str, name: str) -> bool:
    table = site.world.find(schema, name)
    return table.fresh if table else site.world.complete
