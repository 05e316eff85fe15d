"""PREPARE: the query is analysed."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate import data_effect
from opskit.migrate.flow import Site


def effect(site: Site) -> Effect:
    return data_effect.look_up(site.world, site.node.query)
