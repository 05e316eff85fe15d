"""UPDATE."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate import data_effect
from opskit.migrate.flow import Site
from opskit.migrate.new_labels import refused


def effect(site: Site) -> Effect:
    return refused(site.world, site.table, site.node) or data_effect.run(site.world, site.node)
