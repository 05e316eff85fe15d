"""CLUSTER."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.identifier import qualified
from opskit.migrate.flow import Site
from opskit.migrate.naming import schema_of
from opskit.migrate.rebuilding import copy_table
from opskit.migrate.touching import Touched, failure, missing


def effect(site: Site) -> Effect:
    touched, name = Touched(site.world), site.relation
    if not name:
        return Effect(doubts=("every table that was clustered before is locked ACCESS EXCLUSIVE and rewritten",))
    if site.table is None and site.world.complete:
        return missing(name)
    index = qualified(schema_of(name), site.node.indexname)
    if site.node.indexname and site.table and site.table.whole and index not in site.table.indexes:
        return failure("42704", f"index {index} for table {name} does not exist")
    copy_table(touched, name)
    if not site.node.indexname:
        touched.doubt(f"it fails unless {name} was clustered before")
    return touched.effect()
