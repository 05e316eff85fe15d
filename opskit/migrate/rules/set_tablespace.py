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
ON = frozenset({"at_set_table_space", "alter_table_move_all_stmt"})


def find(site: Site) -> Hit | None:
    if site.kind == "alter_table_move_all_stmt" and not site.world.complete:
        return Hit(f"copies whatever lies in tablespace {site.node.orig_tablespacename}", certain=False)
    if not site.effect.rewrites or not site.effect.stopped:
        return None
    moved = site.kind == "alter_table_move_all_stmt"
    place, relation = (site.node.new_tablespacename if moved else site.node.name), site.effect.stopped[0]
    text = f"copying {relation} to tablespace {place} makes its reads and writes wait"
    return Hit(text, relation, Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)
