"""Relations that belong together: partitions and heirs, keys and what refers to them, views and what they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opskit.migrate.world import Relation, World

PARTITIONED = "p"


def family(world: World, name: str) -> list[str]:
    """The relation, then everything below it; a relation that is not known has nobody below it."""
    found = [name]
    for each in found:
        relation = world.get(each)
        found += [child for child in (relation.children if relation else ()) if child not in found]
    return found


def leaves(world: World, name: str) -> list[str]:
    """Those of its family that hold rows."""
    return [each for each in family(world, name) if not is_partitioned(world.get(each))]


def is_partitioned(relation: Relation | None) -> bool:
    return relation is not None and relation.kind == PARTITIONED


def partitions(world: World, name: str) -> list[str]:
    """The relation, and where it is partitioned all of its family: heirs of a plain table do not count."""
    return family(world, name) if is_partitioned(world.get(name)) else [name]


def viewers(relation: Relation) -> list[str]:
    """The views that read it."""
    return list(dict.fromkeys(view for views in relation.views.values() for view in views))


def read_by(world: World, view: str) -> list[str]:
    """The relations that a view reads, views among them."""
    return [each.name for each in world.relations() if any(view in views for views in each.views.values())]


def read_at_last(world: World, view: str) -> list[str]:
    """Everything a view reads, through other views."""
    found = read_by(world, view)
    for each in found:
        relation = world.get(each)
        if relation is not None and relation.kind == "v":
            found += [below for below in read_by(world, each) if below not in found]
    return found


def referenced(relation: Relation) -> list[str]:
    """The relations its foreign keys point to, itself left out."""
    keys = (each.references for each in relation.constraints.values() if each.kind == "f")
    return [name for name in dict.fromkeys(keys) if name and name != relation.name]


def relations_of(world: World, names: Iterable[str]) -> Iterator[Relation]:
    """Those of the names that are known."""
    return (relation for relation in map(world.get, names) if relation is not None)
