"""CREATE SCHEMA, with what is made in it."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.core.effect import Effect, together
from opskit.migrate.flow import Site, kind_module
from opskit.value import replace


def effect(site: Site) -> Effect:
    return together(module.effect(part) for part in _parts(site) if (module := kind_module(part.kind)))


def after(site: Site) -> None:
    for part in _parts(site):
        made = getattr(kind_module(part.kind), "after", None)
        if made:
            made(part)


def _parts(site: Site) -> Iterator[Site]:
    """The statements inside, whose tables lie in the schema if they do not say otherwise."""
    for element in site.node.schema_elts:
        kind = str(element.WhichOneof("node"))
        node = type(getattr(element, kind))()
        node.CopyFrom(getattr(element, kind))
        if kind in ("create_stmt", "index_stmt", "create_trig_stmt") and not node.relation.schemaname:
            node.relation.schemaname = site.node.schemaname
        named = getattr(node, "relation", None)
        relation = site.world.key(named.schemaname, named.relname) if named is not None else ""
        yield replace(site, kind=kind, node=node, whole=node, relation=relation, table=site.world.get(relation))
