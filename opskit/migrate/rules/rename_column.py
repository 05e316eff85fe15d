"""ALTER TABLE … RENAME COLUMN."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Column that running code knows by its old name"
SEVERITY = Severity.WARNING
WHY = "between the rename and the deploy of the new code one of the two names fails; the ACCESS EXCLUSIVE lock queues"
SAFE = "add a column of the new name, write both, move the readers, drop the old one; or keep a view with the old name"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"rename_stmt"})


def find(site: Site) -> Hit | None:
    if enum_word(site.node, "rename_type") != "OBJECT_COLUMN" or site.fresh:
        return None
    text = f"code that names column {site.node.subname} of {site.relation} fails once it is called {site.node.newname}"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE)
