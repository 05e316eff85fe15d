"""SET TABLESPACE: the files of the table and of its TOAST table are copied; its indexes stay where they are."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, change_relation, works
from opskit.migrate.flow import Site
from opskit.migrate.storage import toast_parts
from opskit.migrate.touching import Touched


def _touches(site: Site, touched: Touched) -> None:
    owner = site.world.table_with_index(site.relation)
    index = owner.indexes[site.relation] if owner else None
    there = index.tablespace if index else site.table.tablespace if site.table else None
    if there is not None and (there or site.world.tablespace) == site.node.name and site.world.complete:
        return
    if (index and index.partitioned) or (site.table and site.table.kind == "p"):
        return
    touched.rewrite(site.relation)
    if site.table is not None and not site.fresh:
        for part in toast_parts(site.table):
            touched.lock(part, Lock.ACCESS_EXCLUSIVE)
            touched.rewrite(part)
    if there is None:
        touched.doubt("whether it is in that tablespace already")


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site) and site.table is not None:
        change_relation(site, tablespace=site.node.name)
