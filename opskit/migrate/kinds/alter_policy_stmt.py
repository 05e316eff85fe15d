"""ALTER POLICY locks what CREATE POLICY does."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate.flow import Site
from opskit.migrate.kinds import create_policy_stmt


def effect(site: Site) -> Effect:
    return create_policy_stmt.effect(site)
