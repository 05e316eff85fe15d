"""A statement that no other rule names, and that all the same reads or writes a relation in full while it holds a lock
that others wait for."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.transactional import concurrently

TITLE = "Lock held for as long as a table is large"
SEVERITY = Severity.CRITICAL
WHY = "writes, and under ACCESS EXCLUSIVE reads too, wait until the whole relation has been worked through"
SAFE = "there is no safer form that opskit knows: do it in a window, or in parts that lock only briefly"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()
# They put an empty or a very small file in place of the old one, however large that was.
QUICK = frozenset({"truncate_stmt", "alter_seq_stmt"})


def find_rest(site: Site) -> Hit | None:
    worked = [name for name in (*site.effect.scans, *site.effect.rewrites) if not _is_small(site, name)]
    waits = [each for each in site.effect.locks if each.lock.strength >= _least(site, each.name).strength]
    if site.effect.fails or _is_quick(site) or not worked or not waits:
        return None
    text = f"works through {worked[0]} while {waits[0].name} is locked"
    return Hit(text, waits[0].name, waits[0].lock, certain=site.effect.certain)


def _is_quick(site: Site) -> bool:
    """REINDEX CONCURRENTLY of a partitioned table takes its strong locks between the builds, and lets them go."""
    return site.kind in QUICK or (site.kind == "reindex_stmt" and concurrently(site.node))


def _is_small(site: Site, name: str) -> bool:
    """A sequence is one page."""
    relation = site.world.get(name)
    return relation is not None and relation.kind == "S"


def _least(site: Site, name: str) -> Lock:
    """Nothing but another refresh writes to a materialized view."""
    relation = site.world.get(name)
    return Lock.ACCESS_EXCLUSIVE if relation is not None and relation.kind == "m" else Lock.SHARE
