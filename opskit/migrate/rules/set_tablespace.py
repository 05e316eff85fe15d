"""ALTER TABLE or INDEX … SET TABLESPACE."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Table or index that is copied to another tablespace"
SEVERITY = Severity.CRITICAL
WHY = "all of it is copied under ACCESS EXCLUSIVE"
SAFE = "pg_repack --tablespace moves it while reads and writes go on; an index: REINDEX (TABLESPACE …) CONCURRENTLY"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_set_table_space"})


def find(site: Site) -> Hit | None:
    if not site.effect.rewrites or not site.effect.stopped:
        return None
    text = f"copying {site.relation} to tablespace {site.node.name} makes its reads and writes wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)
