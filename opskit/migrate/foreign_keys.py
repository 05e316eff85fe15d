"""What a foreign key locks and reads on both of its sides. Partitions of either side have shares of it."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.touching import Touched
from opskit.migrate.world import Constraint, Relation


def lock_sides(touched: Touched, child: str, parent: str, lock: Lock, parent_lock: Lock) -> None:
    touched.lock_all(kin.partitions(touched.world, child), lock)
    touched.lock_all(kin.partitions(touched.world, parent), parent_lock)


def check_rows(touched: Touched, child: str, parent: str) -> None:
    """Every row of the child is looked up; the planner mostly reads the parent in full for that. A table that this
    migration made is taken to be empty."""
    children = [leaf for leaf in kin.leaves(touched.world, child) if not _is_fresh(touched, leaf)]
    if not children:
        return
    for leaf in [*children, *kin.leaves(touched.world, parent)]:
        touched.scan(leaf)


def pointing_at(touched: Touched, parent: Relation) -> list[tuple[Relation, Constraint]]:
    """The foreign keys of other tables that point to it, those that are shares of another left out."""
    children = kin.relations_of(touched.world, parent.referenced_by)
    return [
        (child, key)
        for child in children
        for key in child.constraints.values()
        if key.kind == "f" and key.references == parent.name and not key.inherited
    ]


def drop(touched: Touched, child: str, key: Constraint) -> None:
    """Its triggers go on both sides."""
    lock_sides(touched, child, key.references, Lock.ACCESS_EXCLUSIVE, Lock.ACCESS_EXCLUSIVE)


def _is_fresh(touched: Touched, name: str) -> bool:
    relation = touched.world.get(name)
    return relation is not None and relation.fresh
