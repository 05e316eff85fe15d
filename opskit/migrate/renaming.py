"""A renamed relation, index, column or constraint, wherever the world speaks of it."""

from __future__ import annotations

from opskit.migrate.world import Constraint, Index, Relation, World
from opskit.value import replace


def rename_relation(world: World, old: str, new: str) -> None:
    world.rename(old, new)
    for relation in list(world.relations()):
        changed = _speaking_of(relation, old, new)
        if changed != relation:
            world.put(changed)


def _speaking_of(relation: Relation, old: str, new: str) -> Relation:
    constraints = {
        key: replace(each, references=new) if each.references == old else each
        for key, each in relation.constraints.items()
    }
    return replace(
        relation,
        constraints=constraints,
        parents=_swapped(relation.parents, old, new),
        children=_swapped(relation.children, old, new),
        referenced_by=_swapped(relation.referenced_by, old, new),
        sequences=_swapped(relation.sequences, old, new),
        default_partition=new if relation.default_partition == old else relation.default_partition,
        views={column: _swapped(views, old, new) for column, views in relation.views.items()},
    )


def rename_index(world: World, old: str, new: str) -> None:
    table = world.table_with_index(old)
    if table is None:
        return
    indexes = {(new if key == old else key): _index(each, old, new) for key, each in table.indexes.items()}
    constraints = {
        key: replace(each, index=new) if each.index == old else each for key, each in table.constraints.items()
    }
    world.put(replace(table, indexes=indexes, constraints=constraints))


def _index(index: Index, old: str, new: str) -> Index:
    return replace(index, name=new) if index.name == old else index


def rename_column(relation: Relation, old: str, new: str) -> Relation:
    if old not in relation.columns:
        return relation
    columns = {
        (new if key == old else key): replace(each, name=new) if key == old else each
        for key, each in relation.columns.items()
    }
    return replace(
        relation,
        columns=columns,
        constraints={key: _constraint(each, old, new) for key, each in relation.constraints.items()},
        indexes={key: _with_column(each, old, new) for key, each in relation.indexes.items()},
        partition_key=_swapped(relation.partition_key, old, new),
        views={(new if key == old else key): views for key, views in relation.views.items()},
    )


def _constraint(constraint: Constraint, old: str, new: str) -> Constraint:
    return replace(constraint, columns=_swapped(constraint.columns, old, new))


def _with_column(index: Index, old: str, new: str) -> Index:
    uses = frozenset(_swapped(tuple(index.uses), old, new))
    return replace(index, columns=_swapped(index.columns, old, new), uses=uses)


def rename_constraint(relation: Relation, old: str, new: str) -> Relation:
    constraints = {
        (new if key == old else key): replace(each, name=new) if key == old else each
        for key, each in relation.constraints.items()
    }
    return replace(relation, constraints=constraints)


def _swapped(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)
