"""CREATE FOREIGN TABLE: like CREATE TABLE, with partitions and parents."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate.created_table import made_name
from opskit.migrate.flow import Site
from opskit.migrate.kinds import create_stmt
from opskit.value import replace


def effect(site: Site) -> Effect:
    return create_stmt.effect(_table(site))


def after(site: Site) -> None:
    table = _table(site)
    create_stmt.after(table)
    made = site.world.get(made_name(site.world, table.node.relation))
    if made is not None and made.fresh:
        site.world.put(replace(made, kind="f"))


def _table(site: Site) -> Site:
    return replace(site, node=site.node.base_stmt, whole=site.node.base_stmt)
