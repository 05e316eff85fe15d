"""How small a rewrite would make a table, from the catalog alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
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
_HEADER = 23  # HeapTupleHeaderData
_PAGE_OVERHEAD = 24  # page header
_CHUNKS_PER_PAGE = 4  # EXTERN_TUPLES_PER_PAGE


@dataclass(frozen=True)
class HeapFact:
    """A row of the fact bloat_tables, where its columns are described."""

    block_size: int
    size_bytes: int
    toast_bytes: int
    reltuples: float
    live_rows: int | None
    mods_since_analyze: int | None
    toast_reltuples: float | None
    toast_live_rows: int | None
    fillfactor: int
    dropped_columns: int
    missing_columns: int
    stats_visible: bool
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> HeapFact:
        taken = {name: row[name] for name in cls.__dataclass_fields__}
        return cls(**taken | {"columns": columns_of(row["columns"])})


def estimate_table(row: HeapFact) -> Estimate:
    size = row.size_bytes + row.toast_bytes
    if not size:
        return compared(0, 0, ())
    if row.reltuples < 0:
        return cannot_tell(size, "its rows were never counted (analyze it)")
    reason = unseen(row.columns, row.stats_visible) if row.reltuples else ""
    if reason:
        return cannot_tell(size, reason)
    toast = _toast_bytes(row)
    live = None if row.live_rows is None else float(row.live_rows)
    return settled(size, row.reltuples, live, lambda n: _heap_pages(row, n) * row.block_size + toast, _caveats(row))


def _caveats(row: HeapFact) -> list[str]:
    said = {
        f"{row.missing_columns} columns have a default that old rows do not hold: a rewrite adds it": row.missing_columns,
        f"what old rows hold of {row.dropped_columns} dropped columns counts as bloat": row.dropped_columns,
        "TOAST was never vacuumed and is taken as full": row.toast_bytes and (row.toast_reltuples or -1) < 0,
        "of TOAST only free pages are seen": row.toast_bytes and (row.toast_reltuples or -1) >= 0,
    }
    return [*stale(row.mods_since_analyze, row.reltuples), *(text for text, holds in said.items() if holds)]


def _heap_pages(row: HeapFact, rows: float) -> int:
    width, even = row_width(row.columns)
    nulls = row.dropped_columns or any(each.null_frac for each in row.columns)
    bitmap = math.ceil((len(row.columns) + row.dropped_columns) / 8) if nulls else 0
    length = aligned(_HEADER + bitmap) + (aligned(width) if even else width + 3.5)
    room = row.block_size - _PAGE_OVERHEAD - row.block_size * (100 - row.fillfactor) / 100
    per_page = room / (length + _ITEM)
    per_page = math.floor(per_page) if even else per_page - 0.5
    return math.ceil(rows / max(per_page, 1.0))


def _toast_bytes(row: HeapFact) -> int:
    chunks = row.toast_reltuples if row.toast_live_rows is None else float(row.toast_live_rows)
    if chunks is None or chunks < 0 or not row.toast_bytes:
        return row.toast_bytes
    return min(row.toast_bytes, math.ceil(chunks / _CHUNKS_PER_PAGE) * row.block_size)
