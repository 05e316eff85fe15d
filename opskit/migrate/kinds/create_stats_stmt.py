"""CREATE STATISTICS."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.naming import schema_of
from opskit.migrate.touching import locks_only, missing
from opskit.value import replace


def effect(site: Site) -> Effect:
    """The table is locked before anybody looks whether the statistics are there already."""
    names = _tables(site)
    if site.world.complete and (absent := [name for name in names if not site.world.get(name)]):
        return missing(absent[0])
    return locks_only(site.world, Lock.SHARE_UPDATE_EXCLUSIVE, *names)


def after(site: Site) -> None:
    parts = [each.string.sval for each in site.node.defnames]
    for name in _tables(site) if parts else ():
        table = site.world.noted(name)
        made = qualified(*parts) if len(parts) > 1 else qualified(schema_of(name), parts[0])
        site.world.put(replace(table, statistics=tuple(dict.fromkeys([*table.statistics, made]))))


def _tables(site: Site) -> list[str]:
    return [site.world.key(each.range_var.schemaname, each.range_var.relname) for each in site.node.relations]
