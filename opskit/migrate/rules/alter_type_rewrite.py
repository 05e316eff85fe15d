"""ALTER TABLE … ALTER COLUMN … TYPE that rewrites or reads the table, or builds an index anew."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.kin import family
from opskit.migrate.linting import Hit

TITLE = "Type change that works through the table"
SEVERITY = Severity.CRITICAL
WHY = "a value that has to change is written anew in every row, a CHECK or index on it is done again: ACCESS EXCLUSIVE"
SAFE = "none: add a column of the new type, keep it in step by a trigger, fill it in batches, then swap the names"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset({"at_alter_column_type"})


def find(site: Site) -> Hit | None:
    if not site.effect.stopped or site.effect.fails:
        return None
    text = f"the new type of column {site.node.name} {_work(site)} while reads and writes of {site.relation} wait"
    return Hit(text, site.relation, Lock.ACCESS_EXCLUSIVE, certain=site.effect.certain)


def _work(site: Site) -> str:
    """What is done to the table: the worst of it."""
    if not set(family(site.world, site.relation)).isdisjoint(site.effect.rewrites):
        return "rewrites the table and its indexes"
    if site.effect.rewrites:
        return f"builds {', '.join(site.effect.rewrites)} anew"
    return "makes every row be tested again"
