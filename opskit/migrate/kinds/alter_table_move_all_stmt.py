"""ALTER TABLE (INDEX, MATERIALIZED VIEW) ALL IN TABLESPACE … SET TABLESPACE …: each is copied."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word
from opskit.migrate.touching import Touched
from opskit.migrate.world import Relation

_KINDS = {"OBJECT_TABLE": "rp", "OBJECT_MATVIEW": "m"}


def effect(site: Site) -> Effect:
    touched, node = Touched(site.world), site.node
    kinds = _KINDS.get(enum_word(node, "objtype"), "")
    for each in list(site.world.relations()):
        if each.kind in kinds and kinds and _lies_there(site, each):
            touched.lock(each.name, Lock.ACCESS_EXCLUSIVE)
            touched.rewrite(each.name)
    if not site.world.complete or not kinds:
        touched.doubt(f"everything in tablespace {node.orig_tablespacename} is locked ACCESS EXCLUSIVE and copied")
    return touched.effect()


def _lies_there(site: Site, relation: Relation) -> bool:
    owners = {each.role_spec.rolename for each in site.node.roles}
    place = relation.tablespace or "pg_default"
    return place == site.node.orig_tablespacename and (not owners or relation.owner in owners)
