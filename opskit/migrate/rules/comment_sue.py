"""COMMENT, SET STATISTICS, storage parameters and CREATE STATISTICS."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit

TITLE = "Small change that waits for index builds and vacuums"
SEVERITY = Severity.INFO
WHY = (
    "SHARE UPDATE EXCLUSIVE lock: reads and writes go on, but it waits for CREATE INDEX CONCURRENTLY, VACUUM and "
    "ANALYZE"
)
SAFE = "put it behind the index builds of the migration, and expect to wait for a running autovacuum"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset(
    {
        "comment_stmt",
        "create_stats_stmt",
        "at_set_statistics",
        "at_set_options",
        "at_reset_options",
        "at_set_rel_options",
        "at_reset_rel_options",
    }
)


def find(site: Site) -> Hit | None:
    if site.effect.lock is not Lock.SHARE_UPDATE_EXCLUSIVE:
        return None
    relation = next(each.name for each in site.effect.locks if each.lock is Lock.SHARE_UPDATE_EXCLUSIVE)
    table = site.world.get(relation)
    if table and table.kind not in "rpm":
        return None
    text = f"this waits for every index build, vacuum and analyze of {relation} that runs"
    return Hit(text, relation, Lock.SHARE_UPDATE_EXCLUSIVE)
