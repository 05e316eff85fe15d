"""What a foreign key locks and reads on both of its sides. Partitions of either side have shares of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.constraint_form import same_constraint
from opskit.migrate.touching import Touched
from opskit.migrate.world import Constraint, Relation


def lock_sides(touched: Touched, child: str, parent: str, lock: Lock, parent_lock: Lock) -> None:
    touched.lock_all(kin.partitions(touched.world, child), lock)
    touched.lock_all(kin.partitions(touched.world, parent), parent_lock)


def check_rows(touched: Touched, child: str, parent: str, besides: Collection[str] = ()) -> None:
    """Every row of the child is looked up; the planner mostly reads the parent in full for that. A table that this
    migration made is taken to be empty; partitions `besides` are known to comply."""
    children = [
        leaf for leaf in kin.leaves(touched.world, child) if not _is_fresh(touched, leaf) and leaf not in besides
    ]
    if not children:
        return
    for leaf in [*children, *kin.leaves(touched.world, parent)]:
        touched.scan(leaf)


def take_over(touched: Touched, child: str, parent: str, node: Any) -> list[str]:
    """The partitions that have the same foreign key already, validated: it becomes theirs from their parent, and their
    triggers on the other side go (measured on 14, 17 and 18). `node` is the constraint as parsed."""
    if not kin.is_partitioned(touched.world.get(child)):
        return []
    relations = kin.relations_of(touched.world, kin.leaves(touched.world, child))
    having = [each.name for each in relations if any(_same(key, parent, node) for key in each.constraints.values())]
    others = kin.partitions(touched.world, parent)
    touched.lock_all([*others, *(having if len(others) > 1 else [])] if having else [], Lock.ACCESS_EXCLUSIVE)
    return having


def _same(key: Constraint, parent: str, node: Any) -> bool:
    """By its whole definition where the catalog gave it; one that this migration made by its columns."""
    if key.kind != "f" or not key.validated or key.inherited or key.references != parent:
        return False
    columns = tuple(each.string.sval for each in node.fk_attrs)
    return same_constraint(node, key.definition) if key.definition else key.columns == columns


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
