"""How small a rebuild would make a relation, from a reading of the whole of it by the extension pgstattuple.

Measured by tests/benchmarks/bloat_accuracy.py against REINDEX and VACUUM FULL."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice

from opskit.core.bloat import Estimate, aligned, percent, row_width, stale, unseen
from opskit.core.bloat_btree import BtreeFact, distinct_keys, pages
from opskit.core.bloat_heap import LINE_POINTER, PAGE_OVERHEAD, HeapFact, heap_pages, pages_filled
from opskit.core.step import Row
from opskit.value import Value, replace

_CHUNK = 2032  # bytes of a full TOAST chunk with its header: TOAST_MAX_CHUNK_SIZE 1996, aligned
_LAID_OUT = 1000
_PADDING = 3.5  # mean from a row's end to the next multiple of 8


_WORTH_A_WORD = 0.01
_AGREEMENT = 0.1
_SAMPLE = 30_000  # rows that ANALYZE looks at where default_statistics_target is 100


class LeafReading(Value):
    """Of pgstatindex. `density`: percent of the room of the leaf pages that is in use, high keys with it."""

    leaf_pages: int
    internal_pages: int
    density: float


class HeapReading(Value):
    """Of pgstattuple. `live` and `dead` count row versions, `live_bytes` are those of the live ones, not aligned."""

    live: int
    live_bytes: int
    dead: int


class AllButVisible(Value):
    """Of pgstattuple_approx, which looks at the pages that are not all-visible. `scanned`: their share, 0 to 1. `dead`
    does not count rows of which a page keeps no more than the line pointer."""

    live: int
    dead: int
    scanned: float


class Visibility(Value):
    """Of a table: its live rows, and the share of an index's entries that belong to dead ones (0 to 1)."""

    live: float
    dead_entries: float


def visibility(seen: AllButVisible, live: int | None, reltuples: float, counts: Row) -> Visibility:
    """`live`: rows of a reading of the whole table, None without one. `counts`: of the fact table_upkeep, empty where
    they were lost. A session reports what it deleted after it is done, which may be after the VACUUM that followed: the
    counters are believed where they agree with what was seen, and of no more rows than are on pages with dead ones. HOT
    updates leave dead versions that no entry points to."""
    share = seen.dead / (seen.dead + seen.live) if seen.dead else 0.0
    counted = counts.get("live_rows")
    if counted is None:
        return Visibility(live or seen.live, share)
    if _agree(counted, live or seen.live):
        dead = counts["dead_rows"]
        share = max(share, min(dead / (dead + counted) if dead else 0.0, seen.scanned))
    rows = live or (counted if _agree(counted, reltuples) else seen.live)
    return Visibility(rows, share * (1 - counts["hot_share"]))


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= _AGREEMENT * max(one, other)


def exact_btree(row: BtreeFact, read: LeafReading, table: Visibility) -> Estimate:
    said = {
        f"entries of dead rows, by the table's share of them: {100 * table.dead_entries:.0f} of 100":
            table.dead_entries >= _WORTH_A_WORD,
        "how well equal keys would fold is not known": row.folds_duplicates and not _described(row),
    }  # fmt: skip
    needed = _btree_pages(row, read, table) * row.block_size
    return _exact(row.size_bytes, needed, [text for text, holds in said.items() if holds])


def _btree_pages(row: BtreeFact, read: LeafReading, table: Visibility) -> int:
    """What fills the leaves now, at the fill factor. Where equal keys fold that is an upper end, for a rebuild merges
    lists that growth has left apart; the catalog's model with the rows that were counted is a lower one, for ANALYZE
    finds too few keys where its sample holds each but seldom. They are weighed by how often that is."""
    leaves = math.ceil(read.leaf_pages * read.density / row.fillfactor * (1 - table.dead_entries))
    internal = math.ceil(read.internal_pages * leaves / read.leaf_pages) if leaves > 1 else 0
    kept = 1 + leaves + internal
    if not row.folds_duplicates or not _described(row) or not table.live:
        return kept
    entries = table.live * (row.reltuples / row.table_reltuples if row.table_reltuples else 1.0)
    counted = replace(row, reltuples=entries, table_reltuples=float(table.live))
    seen = _SAMPLE / max(1.0, distinct_keys(counted, entries))
    trust = max(0.5, seen / (seen + 2))
    return round(trust * pages(counted, entries) + (1 - trust) * kept)


def _described(row: BtreeFact) -> bool:
    """Whether the statistics know the keys that are there now, and the counters that they do."""
    counted = row.reltuples >= 0 and row.table_reltuples >= 0 and row.live_rows is not None
    return (
        counted
        and not unseen(row.columns, row.stats_visible)
        and not stale(row.mods_since_analyze, row.table_reltuples)
    )


def exact_table(row: HeapFact, heap: HeapReading, toast: HeapReading | None) -> Estimate:
    size = row.size_bytes + row.toast_bytes
    needed = (
        _heap_pages(row, heap) + (_toast_pages(row.block_size, toast, heap.live) if toast else 0)
    ) * row.block_size
    return _exact(size, needed, [])


def _heap_pages(row: HeapFact, heap: HeapReading) -> int:
    """The reading counts what rows hold of dropped columns, and not the defaults a rewrite adds: the statistics know
    the width without the ones and with the others."""
    if row.dropped_columns or row.missing_columns:
        return heap_pages(row, heap.live)
    if not heap.live:
        return 0
    mean = heap.live_bytes / heap.live
    even = row_width(row.columns).even or not heap.live_bytes % heap.live
    length = (aligned(mean) if even else mean + _PADDING) + LINE_POINTER
    return pages_filled(row, heap.live, length, even)


def _toast_pages(block_size: int, toast: HeapReading, rows: int) -> int:
    """A rewrite writes the chunks of a value one after the other: full ones, and a rest that is shorter. Each row is
    taken to have one value in TOAST, all values to be of one length."""
    if not toast.live:
        return 0
    values = max(1, min(toast.live, rows))
    full = (toast.live - values) / values
    mean = toast.live_bytes / toast.live
    rest = toast.live_bytes / values - full * _CHUNK
    if not 0 < rest <= _CHUNK:
        full, rest = 0.0, mean
    sample = list(islice(_chunks(full, rest), _LAID_OUT))
    return math.ceil(toast.live * _pages_of(sample, block_size - PAGE_OVERHEAD) / len(sample))


def _chunks(full: float, rest: float) -> Iterator[float]:
    """Endless, bytes of each with its line pointer; `full`: mean number of full ones before a rest."""
    owed = 0.0
    while True:
        owed += full
        while owed >= 1:
            owed -= 1
            yield _CHUNK + LINE_POINTER
        yield aligned(rest) + LINE_POINTER


def _pages_of(chunks: Sequence[float], room: int) -> float:
    """How many pages they fill in this order; the last as far as it is filled."""
    full, used = 0, 0.0
    for each in chunks:
        if used + each > room:
            full, used = full + 1, 0.0
        used += each
    return full + used / room


def _exact(size_bytes: int, needed: int, caveats: Sequence[str]) -> Estimate:
    reclaim = size_bytes - needed
    bloat = max(0, reclaim)
    return Estimate(size_bytes, bloat, percent(bloat, size_bytes), reclaim, bloat, tuple(caveats), method="exact")


def pending_list(pages: int, entries: int) -> str:
    """Of pgstatginindex: what waits to be merged into the index, and is searched from end to end until then."""
    return f"pending list: {entries} entries on {pages} pages" if pages else "its pending list is empty"


def hash_pages(pages: int, unused: int, free_percent: float) -> str:
    """Of pgstathashindex. A hash index keeps pages for buckets to come, so free room is no waste by itself."""
    return f"{unused} of {pages} pages are unused, {free_percent:.0f} of 100 of the room in the others is free"
