"""How small a rebuild would make a B-tree, from the catalog alone, with PostgreSQL 13's deduplication."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from opskit.core.bloat import (
    Column,
    Estimate,
    aligned,
    cannot_tell,
    columns_of,
    compared,
    row_width,
    settled,
    stale,
    unseen,
)

_ITEM = 4  # line pointer
_HEADER = 8  # IndexTupleData
_NULL_HEADER = 16  # the same with its bitmap of NULLs, aligned
_TID = 6
_SIMULATED = 1500  # entries: four leaves of the smallest there are
_PADDING = 3.0  # mean to the next multiple of 8 from the even sizes a posting list has
_PAGE_OVERHEAD = 24 + 16  # page header, B-tree special space
_INTERNAL_FILL = 0.7  # BTREE_NONLEAF_FILLFACTOR
_SHORT = 126  # VARATT_SHORT_MAX: longer values have a header of 4 bytes instead of 1
_COMPRESSED_FROM = 508  # TOAST_INDEX_TARGET, MaxHeapTupleSize / 16: longer keys are compressed in the index
_NAME_WIDTH = 8.0  # mean of a `name`, which the statistics always count as 64 and the index stores as a C string


@dataclass(frozen=True)
class BtreeFact:
    """A row of the fact bloat_btrees, where its columns are described."""

    block_size: int
    size_bytes: int
    reltuples: float
    table_reltuples: float
    live_rows: int | None
    mods_since_analyze: int | None
    fillfactor: int
    is_unique: bool
    is_valid: bool
    is_partial: bool
    deduplicates: bool
    stats_visible: bool
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> BtreeFact:
        taken = {name: row[name] for name in cls.__dataclass_fields__}
        return cls(**taken | {"columns": columns_of(row["columns"])})


@dataclass(frozen=True)
class _Entries:
    """Leaf entries of one size that a rebuild would write. `size`: bytes with the line pointer; `addresses`: those of
    them that are row addresses of a posting list, which a high key is spared."""

    count: float
    size: float
    addresses: float = 0.0


def estimate_btree(row: BtreeFact) -> Estimate:
    """Not told apart: an index that came through pg_upgrade from before 13 does not deduplicate until it is rebuilt."""
    if row.size_bytes <= row.block_size:
        return compared(row.size_bytes, row.size_bytes, ())
    if not row.is_valid:
        return cannot_tell(row.size_bytes, "the index is invalid or being built")
    if row.reltuples < 0 or row.table_reltuples < 0:
        return cannot_tell(row.size_bytes, "its entries were never counted (analyze the table)")
    reason = unseen(row.columns, row.stats_visible) if row.reltuples else ""
    if reason:
        return cannot_tell(row.size_bytes, reason)
    live = None
    if row.live_rows is not None and row.table_reltuples > 0:
        live = row.reltuples * row.live_rows / row.table_reltuples
    return settled(row.size_bytes, row.reltuples, live, lambda n: _pages(row, n) * row.block_size, _caveats(row))


def _caveats(row: BtreeFact) -> list[str]:
    said = {
        "column statistics are of the whole table, the index is partial": row.is_partial,
        "columns are taken as independent": len(row.columns) > 1 and row.deduplicates and not row.is_unique,
        "the length of values of type name is not known": any(each.length == -2 for each in row.columns),
        "keys this long may be compressed": any((each.width or 0) >= _COMPRESSED_FROM for each in row.columns),
    }
    return [*stale(row.mods_since_analyze, row.table_reltuples), *(text for text, holds in said.items() if holds)]


def _pages(row: BtreeFact, count: float) -> int:
    """Pages after a rebuild: leaves, the levels above them, the meta page."""
    if count <= 0:
        return 1
    leaves = max(_leaves(row, _entries(row, count)), 1)
    return 1 + leaves + _above(row, leaves)


def _leaves(row: BtreeFact, parts: list[_Entries]) -> int:
    total = sum(each.count * each.size for each in parts)
    return math.ceil(total / _bytes_on_a_leaf(row, parts))


def _bytes_on_a_leaf(row: BtreeFact, parts: list[_Entries]) -> float:
    """Mean bytes of entries on a leaf, found by filling some with the sizes in turn. A leaf is closed when an entry
    arrives that does not fit, or after the fill factor is passed, row addresses of the last entry not counted; the
    last one then moves on to the next leaf and leaves a high key (src/backend/access/nbtree/nbtsort.c,
    _bt_buildadd)."""
    room = row.block_size - _PAGE_OVERHEAD - _ITEM
    spare = row.block_size * (100 - row.fillfactor) // 100
    used, leaves, kept, last = 0.0, 0, 0.0, parts[0]
    for entry in islice(_in_turn(parts), _SIMULATED):
        free = room - used
        if free < entry.size or (used > last.size and free - _ITEM + last.addresses < spare):
            leaves, kept, used = leaves + 1, kept + used - last.size, last.size
        used, last = used + entry.size, entry
    return max(kept / leaves if leaves else room, last.size)


def _in_turn(parts: list[_Entries]) -> Iterator[_Entries]:
    """Endless, each as often as its share."""
    total = sum(each.count for each in parts)
    owed = [0.0 for _ in parts]
    while True:
        owed = [due + each.count / total for due, each in zip(owed, parts, strict=True)]
        turn = owed.index(max(owed))
        owed[turn] -= 1
        yield parts[turn]


def _above(row: BtreeFact, leaves: int) -> int:
    size = _tuple_size(row.columns)
    fanout = max(2, int(_INTERNAL_FILL * (row.block_size - _PAGE_OVERHEAD) / (size + _ITEM)))
    total, level = 0, leaves
    while level > 1:
        level = math.ceil(level / fanout)
        total += level
    return total


def _tuple_size(columns: tuple[Column, ...]) -> float:
    """Mean bytes of an index tuple (src/backend/access/common/indextuple.c)."""
    shown = tuple(replace(each, width=_stored_width(each)) for each in columns)
    nulls = 1 - math.prod(1 - (each.null_frac or 0.0) for each in columns)
    return _HEADER * (1 - nulls) + _NULL_HEADER * nulls + aligned(row_width(shown)[0])


def _stored_width(column: Column) -> float:
    """Bytes of a value in the index. Statistics of an expression count the long header its value has in memory."""
    width = column.width or 0.0
    if column.length == -2:
        return _NAME_WIDTH
    if column.is_expression and column.length == -1 and width <= _SHORT + 3:
        return max(width - 3, 1.0)
    return width


def _entries(row: BtreeFact, count: float) -> list[_Entries]:
    if not row.deduplicates or row.is_unique:
        return [_Entries(count, _tuple_size(row.columns) + _ITEM)]
    nulls = _all_null(row, count)
    keys = count - nulls
    columns = row.columns
    if nulls and len(columns) == 1:
        columns = (replace(columns[0], null_frac=0.0),)
    return [
        *_posting_lists(row, keys, min(_distinct(row, keys), keys), _tuple_size(columns)),
        *_posting_lists(row, nulls, 1.0, _NULL_HEADER),
    ]


def _posting_lists(row: BtreeFact, count: float, groups: float, size: float) -> list[_Entries]:
    """`count` rows in `groups` of equal keys. A list grows to a tenth of a page at most (_bt_load); few rows a group
    are taken as Poisson's, so that some have a single row and no list."""
    if count < 1:
        return []
    limit = math.floor((row.block_size / 10 - 11 - size) / _TID)
    each = count / groups
    if limit < 2 or each <= 1.0001:
        return [_Entries(count, size + _ITEM)]
    single = groups * _single_share(each)
    listed = (count - single) / max(groups - single, 1.0)
    full, rest = divmod(listed, limit)
    lists = groups - single
    parts = [
        _Entries(single, size + _ITEM),
        _Entries(lists * full, aligned(size + limit * _TID) + _ITEM, limit * _TID),
        _Entries(lists if rest else 0.0, size + rest * _TID + _PADDING + _ITEM, rest * _TID),
    ]
    return [part for part in parts if part.count >= 1]


def _single_share(mean: float) -> float:
    """The share of ones in a Poisson distribution without zeros of this mean."""
    if mean > 20:
        return 0.0
    rate = mean
    for _ in range(30):
        rate = mean * -math.expm1(-rate)
    return rate * math.exp(-rate) / -math.expm1(-rate)


def _all_null(row: BtreeFact, count: float) -> float:
    """Entries NULL in every column; a partial index no larger than the other rows is taken to hold none."""
    share = math.prod(each.null_frac or 0.0 for each in row.columns)
    if row.is_partial and count <= 1.02 * (1 - share) * row.table_reltuples:
        return 0.0
    return count * share


def _distinct(row: BtreeFact, count: float) -> float:
    """Distinct keys among `count` entries: columns taken as independent, values as equally frequent."""
    rows = max(row.table_reltuples, count, 1.0)
    if len(row.columns) == 1:
        found = _distinct_values(row.columns[0], rows)
        filled = rows * (1 - (row.columns[0].null_frac or 0.0))
        share = min(1.0, count / filled) if filled else 1.0
        return found * (1 - (1 - share) ** max(1.0, filled / found))
    product = math.prod(_distinct_values(each, rows) + (1 if each.null_frac else 0) for each in row.columns)
    return product * -math.expm1(-count / product)


def _distinct_values(column: Column, rows: float) -> float:
    found = column.n_distinct or 0.0
    return max(1.0, -found * rows if found < 0 else found)
