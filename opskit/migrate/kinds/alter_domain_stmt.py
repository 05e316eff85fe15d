"""ALTER DOMAIN: a new or validated constraint is checked against every table with a column of the domain."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.identifier import qualified
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched, failure
from opskit.migrate.using_type import type_named, using

# AlterDomainStmt.subtype (PostgreSQL sources, parsenodes.h).
_SET_NOT_NULL, _ADD, _VALIDATE = "O", "C", "V"


def effect(site: Site) -> Effect:
    node, world, touched = site.node, site.world, Touched(site.world)
    if node.subtype not in (_SET_NOT_NULL, _ADD, _VALIDATE):
        return NO_EFFECT
    if node.subtype == _ADD and getattr(node, "def").constraint.skip_validation:
        return NO_EFFECT
    parts = [each.string.sval for each in node.type_name]
    name = qualified(*parts)
    domain = type_named(world, qualified(*(part for part in parts if part not in world.search_path)))
    domain = domain or type_named(world, name)
    if domain is None and world.complete:
        return failure("42704", f"type {name} does not exist")
    for table in using(world, domain) if domain else ():
        relation = world.get(table)
        if relation is None or relation.kind in "rm":
            touched.lock(table, Lock.SHARE)
            touched.scan(table)
    if not world.complete:
        touched.doubt(f"every table with a column of type {name} is locked SHARE and read in full")
    return touched.effect()
