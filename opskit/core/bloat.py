"""What the estimates of bloat share: a column as the statistics describe it, and an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

_DISAGREEMENT_PCT = 10.0  # of the relation's size; half of what a person would act on


@dataclass(frozen=True)
class Column:
    """One column of a table or an index. `length`: bytes of the type, -1 varying, -2 a C string. `align`: bytes.
    `width`: mean bytes where not NULL. `n_distinct` as in pg_stats: negative means a share of the rows. These
    three are None where ANALYZE has not seen the column."""

    name: str
    length: int
    align: int
    width: float | None = None
    null_frac: float | None = None
    n_distinct: float | None = None
    is_key: bool = True
    is_expression: bool = False

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


def settled(
    size_bytes: int, counted: float, live: float | None, needed: Callable[[float], int], caveats: Sequence[str]
) -> Estimate:
    """The estimate for `counted` rows, where the running count `live` leads to about the same. They part after many
    changes that no vacuum or analyze has seen; and when a session that deleted rows reports it only after the vacuum
    that followed. Nothing in the catalog tells the two apart."""
    estimate = compared(size_bytes, needed(counted), caveats)
    if live is None or not size_bytes:
        return estimate
    other = compared(size_bytes, needed(live), ())
    if abs((estimate.bloat_pct or 0.0) - (other.bloat_pct or 0.0)) <= _DISAGREEMENT_PCT:
        return estimate
    reason = f"the last vacuum or analyze left {counted:.0f} rows, the counters say {live:.0f} (analyze the table)"
    return cannot_tell(size_bytes, reason)


def stale(mods_since_analyze: int | None, rows: float) -> list[str]:
    """A caveat where so many rows changed that autovacuum's own threshold (0.1) is passed twice."""
    if not mods_since_analyze or mods_since_analyze <= 0.2 * rows:
        return []
    return [f"{mods_since_analyze} rows changed since the last analyze"]


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
