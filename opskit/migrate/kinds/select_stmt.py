"""SELECT, and SELECT … INTO, which makes a table."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate import data_effect
from opskit.migrate.created_table import made_name
from opskit.migrate.flow import Site
from opskit.migrate.touching import failure
from opskit.migrate.world import Relation


def effect(site: Site) -> Effect:
    into = site.node.into_clause.rel
    name = made_name(site.world, into) if into.relname else ""
    if name and site.world.get(name):
        return failure("42P07", f"relation {name} exists already")
    return data_effect.run(site.world, site.node)


def after(site: Site) -> None:
    into = site.node.into_clause.rel
    if into.relname:
        site.world.put(Relation(made_name(site.world, into), fresh=True))
