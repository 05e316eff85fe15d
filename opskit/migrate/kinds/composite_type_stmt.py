"""CREATE TYPE … AS (…)."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.migrate.flow import Site
from opskit.migrate.type_changes import note_type
from opskit.migrate.type_name import type_text
from opskit.migrate.world import Column, Relation, TypeInfo


def effect(site: Site) -> Effect:
    return NO_EFFECT


def after(site: Site) -> None:
    named = site.node.typevar
    columns = (each.column_def for each in site.node.coldeflist)
    made = {each.colname: Column(each.colname, type_text(each.type_name, site.world.search_path)) for each in columns}
    site.world.put(Relation(site.world.key(named.schemaname, named.relname), "c", made, fresh=True, whole=True))
    note_type(site.world, [named.schemaname, named.relname], TypeInfo("", "c"))
