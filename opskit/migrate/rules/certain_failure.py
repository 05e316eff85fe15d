"""A statement that the server will refuse, as the catalog stands: what it makes is there already, what it names is not,
or the server cannot do it to such an object."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Statement that fails"
SEVERITY = Severity.CRITICAL
WHY = "the migration stops there, with what stands before it done and what stands behind it not"
SAFE = "mend the statement, or what it stumbles over; opskit verify schema says what is there"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_rest(site: Site) -> Hit | None:
    if not site.effect.fails:
        return None
    return Hit(f"fails with {site.effect.fails}", site.relation, certain=site.effect.certain)
