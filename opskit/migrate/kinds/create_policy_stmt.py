"""CREATE POLICY: relations that its conditions read are looked up."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate.data_effect import look_up_all
from opskit.migrate.flow import Site
from opskit.migrate.query_tree import uses
from opskit.migrate.touching import Touched, missing


def effect(site: Site) -> Effect:
    if site.table is None and site.world.complete:
        return missing(site.relation)
    touched = Touched(site.world)
    touched.lock(site.relation, Lock.ACCESS_EXCLUSIVE)
    named = [*uses(site.node.qual), *uses(site.node.with_check)]
    return look_up_all(touched, named) or touched.effect()
