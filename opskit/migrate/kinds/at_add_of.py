"""OF type."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, change_relation, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched


def _touches(site: Site, touched: Touched) -> None:
    touched.lock(_type(site), Lock.ACCESS_SHARE)


effect = altering(_touches)


def _type(site: Site) -> str:
    names = [each.string.sval for each in getattr(site.node, "def").type_name.names]
    return site.world.key(".".join(names[:-1]), names[-1])


def after(site: Site) -> None:
    if works(site):
        change_relation(site, of_type=_type(site))
