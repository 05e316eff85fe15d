"""DECLARE CURSOR: rows are read when they are fetched, under the locks that are taken now."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate import data_effect
from opskit.migrate.flow import Site
from opskit.value import replace


def effect(site: Site) -> Effect:
    return replace(data_effect.run(site.world, site.node.query), scans=())
