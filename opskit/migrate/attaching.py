"""A table and the partitioned table that it becomes a partition of."""

from __future__ import annotations

from opskit.migrate.index_form import attachable_form
from opskit.migrate.world import Column, Constraint, Index, Relation
from opskit.value import replace


def refused(parent: Relation, child: Relation) -> str | None:
    """The error of ATTACH PARTITION that the catalog foretells."""
    if parent.kind != "p":
        return f"42809: {parent.name} is not partitioned" if parent.whole else None
    if child.is_partition:
        return f'42809: "{child.name}" is already a partition'
    if not (parent.whole and child.whole):
        return None
    for column in parent.columns.values():
        if failed := _unlike(column, child):
            return failed
    extra = next((name for name in child.columns if name not in parent.columns), "")
    return f'42804: table {child.name} contains column "{extra}" not found in parent {parent.name}' if extra else None


def _unlike(column: Column, child: Relation) -> str | None:
    has = child.columns.get(column.name)
    if has is None:
        return f'42804: child table {child.name} is missing column "{column.name}"'
    if has.type != column.type:
        return f'42804: child table {child.name} has different type for column "{column.name}"'
    if column.not_null and not has.not_null:
        return f'42804: column "{column.name}" in child table {child.name} must be marked NOT NULL'
    return None


def like_index(child: Relation, wanted: Index) -> Index | None:
    """An index of the child that can take the place of the partition's share of one of the parent's."""
    return next((each for each in child.indexes.values() if not each.parent and _alike(each, wanted)), None)


def _alike(one: Index, other: Index) -> bool:
    if bool(one.constraint) < bool(other.constraint) or not one.valid:
        return False
    same = (one.columns, one.method, one.unique) == (other.columns, other.method, other.unique)
    if one.definition and other.definition:
        same = same and attachable_form(one.definition) == attachable_form(other.definition)
    return same and (one.partial, one.expressions) == (other.partial, other.expressions)


def same_key(child: Relation, wanted: Constraint) -> Constraint | None:
    """A foreign key of the child's own that is like the parent's and valid."""
    keys = (each for each in child.constraints.values() if each.kind == "f" and each.validated)
    return next((each for each in keys if _points(each) == _points(wanted)), None)


def _points(key: Constraint) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    return key.columns, key.references, key.referenced_columns


def adopted(parent: Relation, child: Relation) -> Relation:
    """The child as a partition: its indexes and foreign keys have become shares of the parent's."""
    indexes = dict(child.indexes)
    for wanted in parent.indexes.values():
        own = like_index(replace(child, indexes=indexes), wanted)
        if own is not None:
            indexes[own.name] = replace(own, parent=wanted.name)
    constraints = dict(child.constraints)
    for key in (each for each in parent.constraints.values() if each.kind in "fc"):
        own_key = same_key(child, key)
        name = own_key.name if own_key else key.name
        constraints[name] = replace(key, name=name, inherited=True)
    columns = {name: replace(each, inherited=True) for name, each in child.columns.items()}
    parents = tuple(dict.fromkeys((*child.parents, parent.name)))
    return replace(
        child, indexes=indexes, constraints=constraints, columns=columns, parents=parents, is_partition=True
    )  # fmt: skip
