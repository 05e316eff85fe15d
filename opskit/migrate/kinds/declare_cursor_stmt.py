"""DECLARE CURSOR: rows are read when they are fetched, under the locks that are taken now."""

from __future__ import annotations

from dataclasses import replace

from opskit.core.effect import Effect
from opskit.migrate import data_effect
from opskit.migrate.flow import Site


def effect(site: Site) -> Effect:
    return replace(data_effect.run(site.world, site.node.query), scans=())
