"""DROP DATABASE."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Database that is dropped"
SEVERITY = Severity.CRITICAL
WHY = "everything in it is lost for good; no rollback brings it back"
SAFE = "not in a migration: rename the database and drop it by hand when nobody misses it"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"dropdb_stmt"})


def find(site: Site) -> Hit | None:
    return Hit(f"everything in database {site.node.dbname} is lost")
