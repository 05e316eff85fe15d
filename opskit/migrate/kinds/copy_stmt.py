"""COPY: out of a relation or a query, or into a relation."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import data_effect
from opskit.migrate.flow import Site
from opskit.migrate.query_tree import Use
from opskit.migrate.touching import Touched


def effect(site: Site) -> Effect:
    node, touched = site.node, Touched(site.world)
    if not site.relation:
        return data_effect.run(site.world, node)
    schema, name = node.relation.schemaname, node.relation.relname
    lock = Lock.ROW_EXCLUSIVE if node.is_from else Lock.ACCESS_SHARE
    use = Use(schema, name, lock, write="insert" if node.is_from else "", only=True)
    return data_effect.use_all(touched, [use]) or touched.effect()
