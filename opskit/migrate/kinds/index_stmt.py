"""CREATE INDEX."""

from __future__ import annotations

from opskit.core.effect import Effect, RelationLock
from opskit.core.lock import Lock
from opskit.migrate.flow import Site


def effect(site: Site) -> Effect:
    lock = Lock.SHARE_UPDATE_EXCLUSIVE if site.node.concurrent else Lock.SHARE
    return Effect((RelationLock(site.relation, lock),), scans=(site.relation,), old_snapshots=site.node.concurrent)
