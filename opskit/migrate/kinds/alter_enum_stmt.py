"""ALTER TYPE … ADD VALUE and RENAME VALUE: rows of the catalog."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.core.identifier import qualified
from opskit.migrate.flow import Site


def effect(site: Site) -> Effect:
    return NO_EFFECT


def after(site: Site) -> None:
    if site.session.in_transaction and not site.node.old_val:
        parts = [each.string.sval for each in site.node.type_name]
        seen = [
            part for place, part in enumerate(parts) if place or len(parts) == 1 or part not in site.world.search_path
        ]
        site.world.new_labels.add((qualified(*seen), site.node.new_val))
