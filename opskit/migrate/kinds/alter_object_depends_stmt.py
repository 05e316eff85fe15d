"""ALTER … DEPENDS ON EXTENSION."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import Site
from opskit.migrate.touching import locks_only


def effect(site: Site) -> Effect:
    return locks_only(site.world, Lock.ACCESS_EXCLUSIVE, site.relation) if site.relation else NO_EFFECT
