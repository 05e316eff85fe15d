"""What the estimates of bloat share: a column as the statistics describe it, and an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from opskit.value import Value

MAXALIGN = 8  # on every 64-bit platform
LOCKED = "somebody holds or awaits ACCESS EXCLUSIVE on it (opskit locks)"
_STALE_SHARE = 0.2  # twice autovacuum_analyze_scale_factor


class Column(Value):
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


class Estimate(Value):
    """`bloat_bytes` is what a rebuild is expected to give back, at least 0; `reclaim_bytes` is the same with its sign:
    below 0 the rebuild would make the relation larger. `possible_bytes` is above `bloat_bytes` where the catalog
    contradicts itself about the number of rows: the bloat lies between the two, and a limit between them cannot be
    judged. All figures are None where it cannot be told at all, and `reason` says why. `caveats` say in which way the
    figures may be off."""

    size_bytes: int
    bloat_bytes: int | None
    bloat_pct: float | None
    reclaim_bytes: int | None
    possible_bytes: int | None
    caveats: tuple[str, ...] = ()
    reason: str = ""
    method: Literal["estimate", "exact"] = "estimate"

    @property
    def possible_pct(self) -> float | None:
        return None if self.possible_bytes is None else percent(self.possible_bytes, self.size_bytes)


def percent(part: int, size: int) -> float:
    return 100 * part / size if size else 0.0


def cannot_tell(size_bytes: int, reason: str) -> Estimate:
    return Estimate(size_bytes, None, None, None, None, reason=reason)


def nothing_to_reclaim(size_bytes: int) -> Estimate:
    return Estimate(size_bytes, 0, 0.0, 0, 0)


def estimated(
    size_bytes: int, counted: float, live: float | None, needed: Callable[[float], int], caveats: Sequence[str]
) -> Estimate:
    """`needed` tells the bytes that a number of rows needs; `counted` were there at the last vacuum or analyze, `live`
    is the running count. The two part after changes that no vacuum or analyze has seen, where `live` is right; and
    when a session reports what it deleted only after the vacuum that followed, where `counted` is."""
    reclaims = [size_bytes - needed(rows) for rows in {counted, counted if live is None else live}]
    least, most = max(0, min(reclaims)), max(0, *reclaims)
    return Estimate(size_bytes, least, percent(least, size_bytes), min(reclaims), most, tuple(caveats))


def stale(mods_since_analyze: int | None, rows: float) -> list[str]:
    """A caveat where ANALYZE is overdue."""
    if not mods_since_analyze or mods_since_analyze <= _STALE_SHARE * rows:
        return []
    return [f"{mods_since_analyze} rows changed since the last analyze"]


def columns_of(value: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The `columns` of the facts bloat_btrees and bloat_tables."""
    return tuple(Column(**each) for each in value)


def unseen(columns: Sequence[Column], stats_visible: bool) -> str:
    """Why the statistics do not describe these columns; empty where they do."""
    if not stats_visible:
        return "this login may not read the statistics of its columns (grant pg_read_all_data)"
    missing = [each.name for each in columns if not each.analysed]
    return f"never analysed: {', '.join(missing)}" if missing else ""


def aligned(size: float) -> float:
    return -(-size // MAXALIGN) * MAXALIGN


class Width(Value):
    """Of the values of a row. `mean`: bytes, padding between them included; where `known` is above 1 every row ends at
    `residue` modulo `known`; `even`: all rows are equally wide."""

    mean: float = 0.0
    known: int = MAXALIGN
    residue: int = 0
    even: bool = True

    def padding(self, to: int = MAXALIGN) -> float:
        """Mean bytes up to the next multiple."""
        if to <= self.known:
            return float(-self.residue % to)
        ends = range(self.residue, to, self.known)
        return sum(-end % to for end in ends) / len(ends)

    def then(self, column: Column) -> Width:
        """With one more value (src/backend/access/common/heaptuple.c, heap_compute_data_size): one of up to 126 bytes
        that varies in length has a header of one byte and no padding before it."""
        present = 1 - (column.null_frac or 0.0)
        width = float(column.length) if column.length > 0 else column.width or 0.0
        gap = self.padding(column.align) if column.length > 0 or width > 126 else 0.0
        mean = self.mean + present * (gap + width)
        if not present:
            return self
        if column.length <= 0:
            return Width(mean, 1, 0, False)
        known = max(self.known, column.align)
        start = 0 if column.align > self.known else self.residue + -self.residue % column.align
        residue = (start + column.length) % known
        if present == 1:
            return Width(mean, known, residue, self.even)
        shared = math.gcd(self.known, residue - self.residue)
        return Width(mean, shared, residue % shared, False)


def row_width(columns: Sequence[Column]) -> Width:
    width = Width()
    for column in columns:
        width = width.then(column)
    return width
