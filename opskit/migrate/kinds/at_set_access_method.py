"""SET ACCESS METHOD (15): the table is written anew unless it has that method already."""

from __future__ import annotations

from opskit.migrate.altering import altering, change_relation, works
from opskit.migrate.flow import Site
from opskit.migrate.storage import rewrite_table
from opskit.migrate.touching import Touched


def _touches(site: Site, touched: Touched) -> None:
    """Of a partitioned table it is only what later partitions get (17)."""
    if site.table is None:
        touched.doubt("whether it has that access method already")
    elif site.table.kind == "p" or site.table.access_method == (site.node.name or "heap"):
        return
    rewrite_table(touched, site.relation)


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        change_relation(site, access_method=site.node.name or "heap")
