"""Which relations have columns of a type, those of domains over it among them."""

from __future__ import annotations

from opskit.migrate.world import Relation, TypeInfo, World


def type_named(world: World, name: str) -> TypeInfo | None:
    """Types are known as format_type prints them, which leaves out schemas on the search path."""
    places = [name, *(f"{schema}.{name}" for schema in world.search_path)]
    return next((world.types[each] for each in places if each in world.types), None)


def is_of(named: TypeInfo, type_name: str) -> bool:
    """Whether a column's type is it, or an array of it."""
    return type_name.removesuffix("[]") == named.name


def _has(named: TypeInfo, relation: Relation) -> bool:
    """A view is told by what it reads."""
    return relation.kind != "v" and any(is_of(named, each.type) for each in relation.columns.values())


def using(world: World, named: TypeInfo) -> list[str]:
    """Those that this migration made come last."""
    made = [each.name for each in world.relations() if _has(named, each)]
    found = [*named.used_by, *made]
    for each in list(world.types.values()):
        if each.base == named.name and each.name != named.name:
            found += using(world, each)
    return list(dict.fromkeys(found))
