"""What goes when a relation is dropped, and what is locked for it."""

from __future__ import annotations

from collections.abc import Iterable

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.storage import lock_with_parts
from opskit.migrate.touching import Touched, failure, known
from opskit.migrate.world import Constraint, Relation, World
from opskit.value import replace


def drop_relations(world: World, names: Iterable[str], *, cascade: bool) -> Effect:
    """The effect of dropping relations that exist, or may exist, with what depends on them."""
    given = list(names)
    gone = doomed(world, given, cascade=cascade)
    if not cascade:
        for relation in kin.relations_of(world, gone):
            if needed := _dependents(world, relation, gone):
                return failure("2BP01", f"cannot drop {relation.name}: {', '.join(needed)} depends on it")
    touched = Touched(world)
    for name in gone:
        found = world.get(name)
        lock_with_parts(touched, name, Lock.ACCESS_EXCLUSIVE)
        if found is not None:
            _with_kin(touched, found)
        if not known(found):
            touched.doubt(
                f"tables that {name} has foreign keys to, or is a partition of, are locked ACCESS EXCLUSIVE as well"
            )
    return touched.effect()


def doomed(world: World, names: Iterable[str], *, cascade: bool) -> list[str]:
    """The relations that go: those named, their partitions and sequences, and with CASCADE views and heirs."""
    gone = list(dict.fromkeys(names))
    for each in gone:
        relation = world.get(each)
        if relation is None:
            continue
        below = [*(relation.children if cascade or kin.is_partitioned(relation) else ()), *relation.sequences]
        below += kin.viewers(relation) if cascade else []
        gone += [name for name in below if name not in gone]
    return gone


def _dependents(world: World, relation: Relation, gone: list[str]) -> list[str]:
    heirs = [] if kin.is_partitioned(relation) else [*relation.children]
    found = [*_referring(world, relation), *kin.viewers(relation), *heirs]
    return [name for name in found if name not in gone]


def _referring(world: World, relation: Relation) -> list[str]:
    """The tables with a foreign key to it; one to its partitioned parent holds its rows as well."""
    parents = kin.relations_of(world, relation.parents) if relation.is_partition else ()
    found = [*relation.referenced_by, *(name for each in parents for name in each.referenced_by)]
    return [name for name in dict.fromkeys(found) if name != relation.name and name not in relation.parents]


def _with_kin(touched: Touched, relation: Relation) -> None:
    world = touched.world
    for key in own_foreign_keys(relation):
        touched.lock_all(_referenced(world, key.references), Lock.ACCESS_EXCLUSIVE)
    for name in relation.referenced_by:
        touched.lock_all(kin.partitions(world, name), Lock.ACCESS_EXCLUSIVE)
    if relation.is_partition:
        for parent in kin.relations_of(world, relation.parents):
            touched.lock(parent.name, Lock.ACCESS_EXCLUSIVE)
            touched.lock_all(filter(None, [parent.default_partition]), Lock.ACCESS_EXCLUSIVE)


def _referenced(world: World, name: str) -> list[str]:
    """On 14 a partitioned table's own triggers were left out."""
    found = kin.partitions(world, name)
    return found[1:] if len(found) > 1 and world.major == 14 else found


def own_foreign_keys(relation: Relation) -> list[Constraint]:
    """Those that it does not have from its partitioned parent, whose triggers stand on the parent's alone."""
    keys = (each for each in relation.constraints.values() if each.kind == "f" and each.references)
    return [each for each in keys if not (relation.is_partition and each.inherited)]


def forget(world: World, names: Iterable[str]) -> None:
    """Take relations out of the world, and out of what the others say of them."""
    gone = set(names)
    near: set[str] = set()
    for relation in kin.relations_of(world, gone):
        near |= {*relation.parents, *relation.referenced_by, *kin.referenced(relation)}
        near |= {*kin.read_by(world, relation.name)} if relation.kind in "vm" else set()
    near |= {each.name for each in world.relations() if gone.intersection(each.sequences)}
    for name in gone:
        world.drop(name)
    for relation in list(kin.relations_of(world, near)):
        world.put(_without(relation, gone))


def _without(relation: Relation, gone: set[str]) -> Relation:
    return replace(
        relation,
        children=_left(relation.children, gone),
        default_partition="" if relation.default_partition in gone else relation.default_partition,
        referenced_by=_left(relation.referenced_by, gone),
        constraints={key: each for key, each in relation.constraints.items() if each.references not in gone},
        views={column: _left(views, gone) for column, views in relation.views.items()},
        sequences=_left(relation.sequences, gone),
    )


def _left(names: tuple[str, ...], gone: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in gone)
