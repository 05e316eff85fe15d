"""EXPLAIN: the query is only planned, unless ANALYZE runs it."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate import data_effect
from opskit.migrate.flow import Site
from opskit.migrate.nodes import option
from opskit.value import replace


def effect(site: Site) -> Effect:
    found = data_effect.run(site.world, site.node.query)
    return found if option(site.node, "analyze") else replace(found, scans=())
