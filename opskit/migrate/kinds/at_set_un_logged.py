"""SET UNLOGGED."""

from __future__ import annotations

from opskit.migrate import persistence
from opskit.migrate.altering import altering, change_relation, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched


def _touches(site: Site, touched: Touched) -> str | None:
    return persistence.change(site, touched, persistence.UNLOGGED)


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        change_relation(site, persistence=persistence.UNLOGGED)
