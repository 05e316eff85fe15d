"""ALTER … SET SCHEMA."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.naming import parts
from opskit.migrate.renaming import rename_index, rename_relation
from opskit.migrate.touching import Touched, failure, known, missing


def effect(site: Site) -> Effect:
    """A table's own sequences move with it; types and functions lock no relation."""
    name, table = site.relation, site.table
    if not name:
        return NO_EFFECT
    if table is None and site.world.complete:
        return NO_EFFECT if site.node.missing_ok else missing(name)
    if table and table.kind == "S" and any(name in each.sequences for each in site.world.relations()):
        return failure("0A000", f"cannot move sequence {name}: it belongs to a column")
    touched = Touched(site.world)
    touched.lock(name, Lock.ACCESS_EXCLUSIVE)
    touched.lock_all(table.sequences if table else (), Lock.ACCESS_EXCLUSIVE)
    if not known(table):
        touched.doubt(f"sequences that columns of {name} own are locked as well")
    return touched.effect()


def after(site: Site) -> None:
    world, table = site.world, site.table
    if table is None:
        return
    for name in (table.name, *table.sequences):
        rename_relation(world, name, qualified(site.node.newschema, parts(name)[1]))
    for name in table.indexes:
        rename_index(world, name, qualified(site.node.newschema, parts(name)[1]))
