"""How small a rebuild would make a B-tree, from the catalog alone, with the deduplication of PostgreSQL 13 on.

Measured by tests/benchmarks/bloat_accuracy.py against REINDEX."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from opskit.core.bloat import (
    LOCKED,
    Column,
    Estimate,
    Width,
    aligned,
    cannot_tell,
    columns_of,
    estimated,
    nothing_to_reclaim,
    row_width,
    stale,
    unseen,
)
from opskit.core.bloat_leaf import LINE_POINTER, PAGE_OVERHEAD, Entries, Page, leaves, plain, posting_lists
from opskit.value import Value, replace

_HEADER = 8  # IndexTupleData
_NULL_HEADER = 16  # the same with its bitmap of NULLs, aligned
_INTERNAL_FILL = 0.7  # BTREE_NONLEAF_FILLFACTOR
_SHORT = 126  # VARATT_SHORT_MAX less one: longer values have a header of 4 bytes instead of 1
_COMPRESSED_FROM = 508  # TOAST_INDEX_TARGET: longer keys are compressed in the index


class BtreeFact(Value):
    """What the estimate takes of a row of the fact bloat_btrees, described there."""

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
    is_locked: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> BtreeFact:
        taken = {name: row[name] for name in cls.__struct_fields__}
        return cls(**taken | {"columns": columns_of(row["columns"])})

    @property
    def folds_duplicates(self) -> bool:
        return self.deduplicates and not self.is_unique


def estimate_btree(row: BtreeFact) -> Estimate:
    """Not told apart: an index that came through pg_upgrade from before 13 does not deduplicate until it is rebuilt."""
    if row.is_locked:
        return cannot_tell(row.size_bytes, LOCKED)
    if row.size_bytes <= row.block_size:
        return nothing_to_reclaim(row.size_bytes)
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
    return estimated(row.size_bytes, row.reltuples, live, lambda n: pages(row, n) * row.block_size, _caveats(row))


def _caveats(row: BtreeFact) -> list[str]:
    said = {
        "the index is partial, the statistics of its columns are the whole table's": row.is_partial,
        "the columns are taken as independent of each other": len(row.columns) > 1 and row.folds_duplicates,
        "keys this long may be compressed": any((each.width or 0) >= _COMPRESSED_FROM for each in row.columns),
    }
    return [*stale(row.mods_since_analyze, row.table_reltuples), *(text for text, holds in said.items() if holds)]


def pages(row: BtreeFact, count: float) -> int:
    """Pages after a rebuild: the meta page, the leaves, the levels above them."""
    level = leaves(Page(row.block_size, row.fillfactor), _entries(row, count))
    fanout = max(2, int(_INTERNAL_FILL * (row.block_size - PAGE_OVERHEAD) / (_tuple_size(row.columns) + LINE_POINTER)))
    total = 1 + level
    while level > 1:
        level = math.ceil(level / fanout)
        total += level
    return total


def _entries(row: BtreeFact, count: float) -> list[Entries]:
    if not row.folds_duplicates:
        return plain(count, _tuple_size(row.columns))
    page = Page(row.block_size, row.fillfactor)
    nulls = _all_null(row, count)
    keys = count - nulls
    columns = row.columns
    if nulls and len(columns) == 1:
        columns = (replace(columns[0], null_frac=0.0),)
    return [
        *posting_lists(page, keys, min(_distinct(row, keys), keys), _tuple_size(columns)),
        *posting_lists(page, nulls, 1.0, _NULL_HEADER),
    ]


def _tuple_size(columns: tuple[Column, ...]) -> float:
    """Mean bytes of an index tuple (src/backend/access/common/indextuple.c)."""
    stored = [replace(each, width=_stored_width(each)) for each in columns]
    whole, mean = row_width([replace(each, null_frac=0.0) for each in stored]), row_width(stored).mean
    present = 1.0
    for each in columns:
        present *= 1 - (each.null_frac or 0.0)
    if present == 1:
        return _HEADER + _padded(whole)
    holed = max(0.0, mean - present * whole.mean) / (1 - present)
    return present * (_HEADER + _padded(whole)) + (1 - present) * (_NULL_HEADER + aligned(holed))


def _padded(width: Width) -> float:
    """Values that end a key are taken to be of one length where nothing is known of it, as codes and hashes are."""
    return aligned(width.mean) if width.known == 1 else width.mean + width.padding()


def _stored_width(column: Column) -> float:
    """Bytes of a value in the index. Statistics of an expression count the long header its value has in memory."""
    width = column.width or 0.0
    if column.is_expression and column.length == -1 and width <= _SHORT + 3:
        return max(width - 3, 1.0)
    return width


def distinct_keys(row: BtreeFact, count: float) -> float:
    """Among `count` entries, as far as the statistics know."""
    nulls = _all_null(row, count)
    return min(_distinct(row, count - nulls), count)


def _all_null(row: BtreeFact, count: float) -> float:
    """Entries NULL in every column; a partial index no larger than the other rows is taken to hold none."""
    share = math.prod(each.null_frac or 0.0 for each in row.columns)
    if row.is_partial and count <= 1.02 * (1 - share) * row.table_reltuples:
        return 0.0
    return count * share


def _distinct(row: BtreeFact, count: float) -> float:
    """Distinct keys among `count` entries not all NULL: columns taken as independent, values as equally frequent."""
    rows = max(row.table_reltuples, count, 1.0)
    if len(row.columns) == 1:
        found = _distinct_values(row.columns[0], rows)
        filled = rows * (1 - (row.columns[0].null_frac or 0.0))
        share = min(1.0, count / filled) if filled else 1.0
        absent: float = (1 - share) ** max(1.0, filled / found)
        return found * (1 - absent)
    product = math.prod(_distinct_values(each, rows) + (1 if each.null_frac else 0) for each in row.columns)
    return product * -math.expm1(-count / product)


def _distinct_values(column: Column, rows: float) -> float:
    found = column.n_distinct or 0.0
    return max(1.0, -found * rows if found < 0 else found)
