"""How small a rewrite would make a table, from the catalog alone.

Measured by tests/benchmarks/bloat_accuracy.py against VACUUM FULL."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from opskit.core.bloat import (
    LOCKED,
    Column,
    Estimate,
    aligned,
    cannot_tell,
    columns_of,
    estimated,
    nothing_to_reclaim,
    row_width,
    stale,
    unseen,
)
from opskit.value import Value

LINE_POINTER = 4
_HEADER = 23  # HeapTupleHeaderData
PAGE_OVERHEAD = 24  # page header
_CHUNKS_PER_PAGE = 4  # EXTERN_TUPLES_PER_PAGE


class HeapFact(Value):
    """What the estimate takes of a row of the fact bloat_tables, described there."""

    block_size: int
    size_bytes: int
    toast_bytes: int
    reltuples: float
    live_rows: int | None
    mods_since_analyze: int | None
    toast_reltuples: float | None
    fillfactor: int
    dropped_columns: int
    missing_columns: int
    stats_visible: bool
    columns: tuple[Column, ...]
    is_locked: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> HeapFact:
        taken = {name: row[name] for name in cls.__struct_fields__}
        return cls(**taken | {"columns": columns_of(row["columns"])})

    @property
    def toast_counted(self) -> bool:
        return self.toast_reltuples is not None and self.toast_reltuples >= 0


def estimate_table(row: HeapFact) -> Estimate:
    size = row.size_bytes + row.toast_bytes
    if row.is_locked:
        return cannot_tell(size, LOCKED)
    if not size:
        return nothing_to_reclaim(0)
    if row.reltuples < 0:
        return cannot_tell(size, "its rows were never counted (analyze it)")
    reason = unseen(row.columns, row.stats_visible) if row.reltuples else ""
    if reason:
        return cannot_tell(size, reason)
    toast = _toast_bytes(row)
    live = None if row.live_rows is None else float(row.live_rows)
    return estimated(size, row.reltuples, live, lambda n: heap_pages(row, n) * row.block_size + toast, _caveats(row))


def _caveats(row: HeapFact) -> list[str]:
    missing, dropped = row.missing_columns, row.dropped_columns
    said = {
        f"defaults that old rows do not hold and a rewrite adds: {missing} columns": missing > 0,
        f"what old rows hold of dropped columns counts as bloat: {dropped} columns": dropped > 0,
        "TOAST was never vacuumed and is taken as full": row.toast_bytes > 0 and not row.toast_counted,
        "of TOAST only whole free pages count": row.toast_bytes > 0 and row.toast_counted,
    }
    return [*stale(row.mods_since_analyze, row.reltuples), *(text for text, holds in said.items() if holds)]


def heap_pages(row: HeapFact, rows: float) -> int:
    """Pages after a rewrite, which fills each up to the fill factor (src/backend/access/heap/rewriteheap.c). Rows get a
    bitmap of NULLs where a column is dropped, too."""
    width = row_width(row.columns)
    nulls = row.dropped_columns > 0 or any(each.null_frac for each in row.columns)
    bitmap = math.ceil((len(row.columns) + row.dropped_columns) / 8) if nulls else 0
    length = aligned(_HEADER + bitmap) + width.mean + width.padding() + LINE_POINTER
    return pages_filled(row, rows, length, width.even)


def pages_filled(row: HeapFact, rows: float, length: float, even: bool) -> int:
    """`length`: mean bytes of a row with its line pointer; `even`: of every row. Rows that vary leave half a row free
    at the end of a page."""
    room = row.block_size - PAGE_OVERHEAD - row.block_size * (100 - row.fillfactor) / 100
    per_page = room // length if even else room / length - 0.5
    return math.ceil(rows / max(per_page, 1.0))


def _toast_bytes(row: HeapFact) -> int:
    """At most this many: every page is taken to hold as many chunks as go on one, though a value's last is shorter."""
    if not row.toast_counted:
        return row.toast_bytes
    return min(row.toast_bytes, math.ceil((row.toast_reltuples or 0.0) / _CHUNKS_PER_PAGE) * row.block_size)
