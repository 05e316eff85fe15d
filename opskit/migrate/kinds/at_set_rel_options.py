"""SET (fillfactor = …): storage options, each with the lock that PostgreSQL has for it."""

from __future__ import annotations

from typing import Any

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, lock_of
from opskit.migrate.flow import Site
from opskit.migrate.storage import toast_parts
from opskit.migrate.touching import Touched

# Options that are not content with SHARE UPDATE EXCLUSIVE (reloptions.c).
_STRONG = frozenset(
    "user_catalog_table security_barrier security_invoker check_option fastupdate gin_pending_list_limit"
    " pages_per_range autosummarize buffering".split()
)


def level(command: Any) -> Lock:
    given = {each.def_elem.defname for each in getattr(command, "def").list.items}
    return Lock.ACCESS_EXCLUSIVE if given & _STRONG else Lock.SHARE_UPDATE_EXCLUSIVE


def _touches(site: Site, touched: Touched) -> str | None:
    """The TOAST table is locked whatever the option is about."""
    table = site.world.table_with_index(site.relation)
    if table is not None and table.indexes[site.relation].partitioned:
        return f"42809: ALTER action SET cannot be performed on relation {site.relation}"
    if site.table is not None and site.table.kind == "p":
        return f"42809: cannot specify storage parameters for a partitioned table: {site.relation}"
    if site.table is not None and not site.fresh:
        touched.lock_all(toast_parts(site.table)[:1], lock_of(site))
    return None


effect = altering(_touches)
