"""NO INHERIT parent."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate.altering import altering, works
from opskit.migrate.flow import Site
from opskit.migrate.kinds.at_add_inherit import parent_of
from opskit.migrate.touching import Touched
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    name = parent_of(site)
    if site.world.complete and site.world.get(name) is None:
        return f"42P01: relation {name} does not exist"
    touched.lock(name, Lock.ACCESS_SHARE)
    return None


effect = altering(_touches)


def after(site: Site) -> None:
    if works(site):
        parent, child = site.world.noted(parent_of(site)), site.world.noted(site.relation)
        site.world.put(replace(parent, children=tuple(each for each in parent.children if each != child.name)))
        site.world.put(replace(child, parents=tuple(each for each in child.parents if each != parent.name)))
