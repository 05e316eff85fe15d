"""What a query does to the relations it names: views lead to what they read, partitions and heirs come along, foreign
keys are checked at the other end, defaults draw from sequences.

Which rows there are decides which partitions, keys and sequences are touched in the end, and the planner how they are
read: this is all that may be, and none of it stops a writer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.indexed_where import reads_in_full
from opskit.migrate.naming import parts
from opskit.migrate.query_tree import Use, uses
from opskit.migrate.touching import Touched, missing
from opskit.migrate.world import Constraint, Relation, World

_SYSTEM = ("pg_catalog", "information_schema")
# What a foreign key does to the rows that refer to a deleted one (pg_get_constraintdef's words), where it does any.
_WRITING = ("ON DELETE CASCADE", "ON DELETE SET", "ON UPDATE CASCADE", "ON UPDATE SET")


def run(world: World, node: Any) -> Effect:
    """The effect of running the queries below a node."""
    touched = Touched(world)
    return use_all(touched, uses(node)) or touched.effect()


def look_up(world: World, node: Any) -> Effect:
    """The effect of only analysing them, as CREATE VIEW does."""
    touched = Touched(world)
    return look_up_all(touched, uses(node)) or touched.effect()


def look_up_all(touched: Touched, found: Iterable[Use]) -> Effect | None:
    """An effect is returned only where it fails."""
    for use in found:
        key = touched.world.key(use.schema, use.name)
        if is_system(touched.world, use):
            continue
        if touched.world.complete and touched.world.get(key) is None:
            return missing(key)
        if not use.draws:
            touched.lock(key, use.lock)
    return None


def is_system(world: World, use: Use) -> bool:
    """The system's own relations are not followed."""
    return use.schema in _SYSTEM or (not use.schema and use.name.startswith("pg_") and not world.find("", use.name))


def use_all(touched: Touched, found: Iterable[Use]) -> Effect | None:
    for use in found:
        if is_system(touched.world, use):
            continue
        key = touched.world.key(use.schema, use.name)
        if touched.world.complete and touched.world.get(key) is None:
            return missing(key)
        _use(touched, use, key)
    return None


def _use(touched: Touched, use: Use, key: str) -> None:
    relation = touched.world.get(key)
    touched.lock(key, use.lock)
    if use.draws or relation is None:
        if not use.draws and use.write != "insert":
            touched.scan(key)
        return
    if relation.kind == "v":
        _through_view(touched, use, key)
        return
    rows = [relation.name] if use.only and not kin.is_partitioned(relation) else kin.family(touched.world, key)
    if use.write == "insert" and not kin.is_partitioned(relation):
        rows = [relation.name]
    touched.lock_all(rows, use.lock)
    if use.write != "insert" or use.by_index:
        lock_indexes(touched, rows, use.lock)
    if use.write != "insert":
        _scan(touched, use, rows)
    if use.write:
        _write(touched, use, relation)


def lock_indexes(touched: Touched, names: Iterable[str], lock: Lock) -> None:
    """The planner looks at every index, from 16 on at those of partitioned tables too (commit 3c569049b7b5)."""
    for each in kin.relations_of(touched.world, names):
        if not each.fresh and (not kin.is_partitioned(each) or touched.world.known_from(16)):
            touched.lock_all(each.indexes, lock)


def _scan(touched: Touched, use: Use, rows: Iterable[str]) -> None:
    for each in kin.relations_of(touched.world, rows):
        if not kin.is_partitioned(each) and reads_in_full(each, use.where):
            touched.scan(each.name)


def _through_view(touched: Touched, use: Use, view: str) -> None:
    """A view that is written to passes the write on to what it reads."""
    for name in kin.read_at_last(touched.world, view):
        below = touched.world.get(name)
        if below is None:
            continue
        touched.lock(name, use.lock)
        if below.kind != "v":
            schema, bare = parts(name)
            _use(touched, Use(schema, bare, use.lock, use.write), name)


def _write(touched: Touched, use: Use, relation: Relation) -> None:
    for key in _checked(relation, use):
        names = kin.partitions(touched.world, key.references)
        touched.lock_all(names, Lock.ROW_SHARE)
        lock_indexes(touched, names, Lock.ROW_SHARE)
    if use.write in ("insert", "merge"):
        touched.lock_all(drawn_from(touched.world, relation), Lock.ROW_EXCLUSIVE)
    if use.write != "insert":
        _referring(touched, use, relation, set())


def _checked(relation: Relation, use: Use) -> list[Constraint]:
    """The foreign keys whose columns get new values."""
    keys = (each for each in relation.constraints.values() if each.kind == "f" and each.references)
    if use.write == "delete":
        return []
    return [each for each in keys if use.write != "update" or use.columns.intersection(each.columns)]


def drawn_from(world: World, relation: Relation) -> list[str]:
    """The sequences behind its defaults and identity columns."""
    found = list(relation.sequences)
    for column in relation.columns.values():
        text = column.default.partition("nextval('")[2].partition("'")[0]
        found += [world.key(*parts(text))] if text else []
    return found


def _referring(touched: Touched, use: Use, relation: Relation, seen: set[str]) -> None:
    """Rows that refer to a deleted or changed one are looked for, and perhaps changed in their turn."""
    world = touched.world
    seen.add(relation.name)
    for table in kin.relations_of(world, relation.referenced_by):
        for key in table.constraints.values():
            if key.references != relation.name or (use.write == "update" and not _changes(use, key)):
                continue
            writes = any(words in key.definition for words in _WRITING)
            names = kin.partitions(world, table.name)
            lock = Lock.ROW_EXCLUSIVE if writes else Lock.ROW_SHARE
            touched.lock_all(names, lock)
            lock_indexes(touched, names, lock)
            for each in kin.leaves(world, table.name):
                touched.scan(each)
            if writes and table.name not in seen:
                _referring(touched, Use("", "", Lock.ROW_EXCLUSIVE, "delete"), table, seen)


def _changes(use: Use, key: Constraint) -> bool:
    return not key.referenced_columns or bool(use.columns.intersection(key.referenced_columns))
