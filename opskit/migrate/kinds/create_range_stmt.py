"""CREATE TYPE … AS RANGE."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.migrate.flow import Site
from opskit.migrate.type_changes import note_type
from opskit.migrate.world import TypeInfo


def effect(site: Site) -> Effect:
    return NO_EFFECT


def after(site: Site) -> None:
    note_type(site.world, site.node.type_name, TypeInfo("", "r"))
