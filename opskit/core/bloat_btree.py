"""How small a rebuild would make a B-tree, from the catalog alone, with PostgreSQL 13's deduplication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opskit.core.bloat import Column, Estimate, cannot_tell, columns_of, compared, unseen

_ITEM = 4  # line pointer
_HEADER = 8  # IndexTupleData
_NULL_HEADER = 16  # the same with its bitmap of NULLs, aligned
_TID = 6
_PAGE_OVERHEAD = 24 + 16  # page header, B-tree special space
_INTERNAL_FILL = 0.7  # BTREE_NONLEAF_FILLFACTOR
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
    """Leaf entries a rebuild would write: how many, their bytes without line pointers, all equally large or not."""

    count: float
    bytes: float
    even: bool


def estimate_btree(row: BtreeFact) -> Estimate:
    if not row.is_valid:
        return cannot_tell(row.size_bytes, "the index is invalid or being built")
    if row.reltuples < 0:
        return cannot_tell(row.size_bytes, "its entries were never counted (analyze the table)")
    entries = _live_entries(row)
    reason = unseen(row.columns, row.stats_visible) if entries else ""
    if reason:
        return cannot_tell(row.size_bytes, reason)
    return compared(row.size_bytes, _pages(row, entries) * row.block_size, _caveats(row))
