"""What a table consists of on disk, and what is written anew when the table is. A TOAST table goes by the name of its
table: "toast of public.orders", "toast index of public.orders"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.touching import Touched
from opskit.migrate.type_changes import split_type
from opskit.migrate.world import Column, Relation

# pg_type.typlen of types of one size; those of others have no limit, or the one that their modifier gives.
_SIZES = {
    "smallint": 2, "integer": 4, "bigint": 8, "real": 4, "double precision": 8, "boolean": 1, "date": 4, "oid": 4,
    "timestamp without time zone": 8, "timestamp with time zone": 8, "time without time zone": 8, "interval": 16,
    "time with time zone": 12, "uuid": 16, "money": 8, "name": 64, "macaddr": 6, "point": 16, "pg_lsn": 8, '"char"': 1,
}  # fmt: skip
_BYTES_A_CHARACTER = 4  # UTF8
# TOAST_TUPLE_THRESHOLD for pages of 8 kB (heaptoast.h); a wider row asks for a TOAST table.
_WIDEST_ROW = 2032
_ROW_HEADER = 24


def toast_parts(relation: Relation) -> list[str]:
    return [f"toast of {relation.name}", f"toast index of {relation.name}"] if relation.toast else []


def index_parts(relation: Relation) -> list[str]:
    return [each.name for each in relation.indexes.values() if not each.partitioned]


def lock_with_parts(touched: Touched, name: str, lock: Lock) -> None:
    """The relation, its indexes and its TOAST table."""
    touched.lock(name, lock)
    relation = touched.world.get(name)
    if relation is not None and not relation.fresh:
        touched.lock_all([*relation.indexes, *toast_parts(relation)], lock)


def rewrite_table(touched: Touched, name: str, columns: Mapping[str, Column] | None = None) -> None:
    """Every leaf below it is read and written anew, with its indexes and its TOAST table. `columns` are those of the
    table afterwards, where they change: a table whose rows have become short has no TOAST table any more."""
    for leaf in kin.leaves(touched.world, name):
        _rewrite_leaf(touched, leaf, columns)


def _rewrite_leaf(touched: Touched, name: str, columns: Mapping[str, Column] | None) -> None:
    touched.scan(name)
    touched.rewrite(name)
    relation = touched.world.get(name)
    if relation is None or relation.fresh:
        return
    touched.lock_all([*index_parts(relation), *toast_parts(relation)], Lock.ACCESS_EXCLUSIVE)
    toast = toast_parts(relation) if may_be_wide((columns or relation.columns).values()) else []
    for part in [*index_parts(relation), *toast]:
        touched.rewrite(part)


def may_be_wide(columns: Iterable[Column]) -> bool:
    """Whether rows of these columns may need a TOAST table (heapam_relation_needs_toast_table)."""
    given = list(columns)
    widths = [_width(column) for column in given]
    if all(_is_fixed(column) for column in given):
        return False
    return None in widths or _ROW_HEADER + sum(width or 0 for width in widths) > _WIDEST_ROW


def _is_fixed(column: Column) -> bool:
    return split_type(column.type)[0] in _SIZES


def _width(column: Column) -> int | None:
    """The most bytes a value of the column takes; None without a limit."""
    base, modifier = split_type(column.type)
    if base in _SIZES:
        return _SIZES[base]
    if base in ("character", "character varying") and modifier:
        return int(modifier) * _BYTES_A_CHARACTER + 4
    return int(modifier.partition(",")[0]) // 2 + 8 if base == "numeric" and modifier else None
