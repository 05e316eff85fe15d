"""CREATE TABLE AS and CREATE MATERIALIZED VIEW: what the query names is only looked up where no data is wanted."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.migrate import data_effect
from opskit.migrate.created_table import made_name
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word
from opskit.migrate.seen_by_views import note_view
from opskit.migrate.touching import failure
from opskit.migrate.world import Relation


def effect(site: Site) -> Effect:
    name = made_name(site.world, site.node.into.rel)
    if site.world.get(name) or site.world.table_with_index(name):
        return NO_EFFECT if site.node.if_not_exists else failure("42P07", f"relation {name} exists already")
    do = data_effect.look_up if site.node.into.skip_data else data_effect.run
    return do(site.world, site.node.query)


def after(site: Site) -> None:
    name = made_name(site.world, site.node.into.rel)
    if site.world.get(name):
        return
    materialised = enum_word(site.node, "objtype") == "OBJECT_MATVIEW"
    site.world.put(Relation(name, "m" if materialised else "r", fresh=True))
    if materialised:
        note_view(site.world, name, site.node.query)
