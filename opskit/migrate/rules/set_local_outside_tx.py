"""SET LOCAL where no transaction is open."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "SET LOCAL that sets nothing"
SEVERITY = Severity.WARNING
WHY = "outside of a transaction it ends with its own statement: the server warns and goes on without it"
SAFE = "write SET without LOCAL, and RESET at the end; opskit runs each statement in a transaction of its own"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"variable_set_stmt"})


def find(site: Site) -> Hit | None:
    if not site.node.is_local or site.session.in_transaction or site.inside:
        return None
    return Hit(f"set local {site.node.name} has no effect here")
