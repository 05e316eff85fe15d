"""DETACH PARTITION … FINALIZE: the end of a DETACH CONCURRENTLY that was interrupted."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, works
from opskit.migrate.detaching import child_of, detach, lock_child
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched

LEVEL = Lock.SHARE_UPDATE_EXCLUSIVE


def _touches(site: Site, touched: Touched) -> str | None:
    name = child_of(site)
    child = site.world.get(name)
    if child is not None and child.whole and not child.detach_pending:
        return f"55000: partition {name} is not being detached"
    lock_child(touched, name)
    return None


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        detach(site)
