"""What the estimates of bloat share: a column as the statistics describe it, and an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Column:
    """One column of a table or key of an index. `length`: bytes of the type, -1 varying, -2 a C string. `align`: bytes.
    `width`: mean bytes where not NULL. `n_distinct` as in pg_stats: negative means a share of the rows. The last
    three are None where ANALYZE has not seen the column."""

    name: str
    length: int
    align: int
    width: float | None = None
    null_frac: float | None = None
    n_distinct: float | None = None
    is_key: bool = True

    @property
    def analysed(self) -> bool:
        return self.width is not None and self.null_frac is not None


@dataclass(frozen=True)
class Estimate:
    """`bloat_bytes` is what a rebuild is expected to give back, at least 0; `reclaim_bytes` is the same with its sign:
    below 0 the rebuild would make the relation larger. All three figures are None where it cannot be told, and
    `reason` says why. `caveats` say in which way the figures may be off."""

    size_bytes: int
    bloat_bytes: int | None
    bloat_pct: float | None
    reclaim_bytes: int | None
    caveats: tuple[str, ...] = ()
    reason: str = ""
    method: Literal["estimate"] = "estimate"


def cannot_tell(size_bytes: int, reason: str) -> Estimate:
    return Estimate(size_bytes, None, None, None, reason=reason)


def compared(size_bytes: int, needed_bytes: int, caveats: Sequence[str]) -> Estimate:
    reclaim = size_bytes - needed_bytes
    bloat = max(0, reclaim)
    return Estimate(size_bytes, bloat, 100 * bloat / size_bytes if size_bytes else 0.0, reclaim, tuple(caveats))


def columns_of(value: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The `columns` of the facts bloat_btrees and bloat_tables."""
    return tuple(Column(**each) for each in value)


def unseen(columns: Sequence[Column], stats_visible: bool) -> str:
    """Why the statistics do not describe these columns; empty where they do."""
    if not stats_visible:
        return "this login may not read the statistics of its columns (grant pg_read_all_data)"
    missing = [each.name for each in columns if not each.analysed]
    return f"never analysed: {', '.join(missing)}" if missing else ""


def aligned(size: float, to: int = 8) -> float:
    """The next multiple; 8 is MAXALIGN on every 64-bit platform."""
    return -(-size // to) * to


def row_width(columns: Sequence[Column]) -> tuple[float, bool]:
    """Mean bytes of the values of a row, padding between them included, and whether every row is equally wide
    (src/backend/access/common/heaptuple.c, heap_compute_data_size). Values of under 127 bytes that vary in length
    have a header of one byte and no padding before them; after them, padding is half an alignment on average."""
    offset, exact = 0.0, True
    for column in columns:
        width, present = column.width or 0.0, 1 - (column.null_frac or 0.0)
        padded = column.length > 0 or width >= 127
        gap = 0.0
        if padded:
            gap = aligned(offset, column.align) - offset if exact else (column.align - 1) / 2
        offset += present * (gap + (column.length if column.length > 0 else width))
        exact = exact and column.length > 0 and present == 1
    return offset, exact
