"""The exact bloat model. Page counts called measured are those of PostgreSQL 18 after REINDEX or VACUUM FULL, the
readings what pgstatindex and pgstattuple had found before."""

from __future__ import annotations

from typing import Any

import pytest

from opskit.core.bloat import Column, Estimate
from opskit.core.bloat_btree import BtreeFact
from opskit.core.bloat_exact import (
    AllButVisible,
    HeapReading,
    LeafReading,
    Visibility,
    exact_btree,
    exact_table,
    hash_pages,
    pending_list,
    visibility,
)
from opskit.core.bloat_heap import HeapFact
from opskit.value import replace

PAGE = 8192
ID = Column("id", 4, 4, width=4, null_frac=0, n_distinct=-1)
HUNDRED = Column("d", 4, 4, width=4, null_frac=0, n_distinct=100)
NOTE = Column("t", -1, 4, width=33, null_frac=0, n_distinct=-1)
COUNTS = {"dead_rows": 1000, "live_rows": 1000, "hot_share": 0.0}


def btree(column: Column, **changes: Any) -> BtreeFact:
    fact = BtreeFact(
        block_size=PAGE, size_bytes=551 * PAGE, reltuples=100_000, table_reltuples=100_000, live_rows=100_000,
        mods_since_analyze=0, fillfactor=90, is_unique=True, is_valid=True, is_partial=False, deduplicates=True,
        stats_visible=True, columns=(column,),
    )  # fmt: skip
    return replace(fact, **changes)


def heap(*columns: Column, **changes: Any) -> HeapFact:
    fact = HeapFact(
        block_size=PAGE, size_bytes=2000 * PAGE, toast_bytes=0, reltuples=100_000, live_rows=100_000,
        mods_since_analyze=0, toast_reltuples=None, fillfactor=100, dropped_columns=0, missing_columns=0,
        stats_visible=True, columns=columns,
    )  # fmt: skip
    return replace(fact, **changes)


def needed(estimate: Estimate) -> int:
    assert estimate.reclaim_bytes is not None
    return (estimate.size_bytes - estimate.reclaim_bytes) // PAGE


def test_half_empty_leaves_are_half_bloat() -> None:
    estimate = exact_btree(btree(ID), LeafReading(547, 3, 44.98), Visibility(100_000, 0))
    assert needed(estimate) == pytest.approx(276, abs=2)  # measured
    assert (estimate.method, estimate.possible_bytes) == ("exact", estimate.bloat_bytes)


def test_entries_of_dead_rows_are_bloat_and_a_caveat() -> None:
    full = LeafReading(547, 3, 89.95)
    assert needed(exact_btree(btree(ID), full, Visibility(100_000, 0))) == 551
    estimate = exact_btree(btree(ID), full, Visibility(50_000, 0.5))
    assert needed(estimate) == pytest.approx(276, abs=2)
    assert estimate.caveats == ("entries of dead rows, by the table's share of them: 50 of 100",)


def test_keys_that_fold_need_no_more_than_fills_the_leaves_now() -> None:
    """100 distinct keys: ANALYZE knows them all, so that the catalog's model is believed."""
    fact = btree(HUNDRED, is_unique=False)
    estimate = exact_btree(fact, LeafReading(200, 1, 80.0), Visibility(100_000, 0))
    assert needed(estimate) == pytest.approx(91, abs=2)


@pytest.mark.parametrize("change", [{"mods_since_analyze": 50_000}, {"live_rows": None}, {"stats_visible": False}])
def test_statistics_that_may_not_be_of_these_keys_are_not_believed(change: dict[str, Any]) -> None:
    """Who took a hundred keys where there are a hundred thousand by now would call the most of it bloat."""
    fact = btree(HUNDRED, is_unique=False, **change)
    estimate = exact_btree(fact, LeafReading(547, 3, 89.95), Visibility(100_000, 0))
    assert needed(estimate) == 551
    assert estimate.caveats == ("how well equal keys would fold is not known",)


def test_a_reading_after_which_nothing_is_left_needs_the_meta_page_and_no_more() -> None:
    assert needed(exact_btree(btree(ID), LeafReading(1, 0, 0.0), Visibility(0, 0))) == 1


def test_rows_of_one_length_fill_pages_to_the_byte() -> None:
    estimate = exact_table(heap(ID, NOTE), HeapReading(100_000, 61 * 100_000, 0), None)
    assert needed(estimate) == 834  # 120 of 64 + 4 bytes on each


def test_rows_that_vary_leave_room_at_the_end_of_each_page() -> None:
    estimate = exact_table(heap(ID, NOTE), HeapReading(100_000, 61 * 100_000 + 7, 0), None)
    assert needed(estimate) > 834


def test_a_dropped_column_is_left_out_although_the_rows_still_hold_it() -> None:
    estimate = exact_table(heap(ID, dropped_columns=1), HeapReading(100_000, 128 * 100_000, 0), None)
    assert needed(estimate) == pytest.approx(443, abs=1)


def test_a_default_that_a_rewrite_adds_makes_the_table_larger() -> None:
    late = replace(NOTE, width=61)
    fact = heap(ID, late, missing_columns=1, size_bytes=443 * PAGE)
    estimate = exact_table(fact, HeapReading(100_000, 28 * 100_000, 0), None)
    assert estimate.bloat_bytes == 0
    assert needed(estimate) > 1000


@pytest.mark.parametrize(
    ("values", "length", "measured"),
    [
        pytest.param(500, 1996 + 1004, 250, id="two values to a page"),
        pytest.param(6000, 1996 + 884, 2400, id="five chunks to a page"),
        pytest.param(100, 1996 * 4, 100, id="full chunks"),
    ],
)
def test_the_chunks_of_toast_follow_each_other(values: int, length: int, measured: int) -> None:
    chunks = -(-length // 1996)
    reading = HeapReading(values * chunks, values * (length + 36 * chunks), 0)
    fact = heap(ID, size_bytes=0, toast_bytes=3000 * PAGE)
    table = exact_table(fact, HeapReading(values, 28 * values, 0), None)
    whole = exact_table(fact, HeapReading(values, 28 * values, 0), reading)
    assert needed(whole) - needed(table) == pytest.approx(measured, rel=0.01)


def test_counters_are_believed_of_rows_that_a_page_keeps_no_more_than_a_pointer_of() -> None:
    seen = AllButVisible(live=1000, dead=0, scanned=1.0)
    assert visibility(seen, None, 2000, COUNTS) == Visibility(1000, 0.5)
    assert visibility(seen, None, 2000, {}) == Visibility(1000, 0.0)


def test_counters_that_contradict_what_was_read_are_not_believed() -> None:
    """The session that deleted told of it only after the VACUUM that followed."""
    late = {"dead_rows": 90_000, "live_rows": 10_000, "hot_share": 0.0}
    assert visibility(AllButVisible(100_000, 0, 1.0), None, 100_000, late).dead_entries == 0.0


def test_dead_rows_are_on_pages_that_are_not_all_visible() -> None:
    assert visibility(AllButVisible(1000, 0, 0.1), None, 2000, COUNTS).dead_entries == 0.1


def test_versions_that_no_entry_points_to_are_not_dead_entries() -> None:
    hot = {**COUNTS, "hot_share": 1.0}
    assert visibility(AllButVisible(1000, 1000, 1.0), None, 1000, hot).dead_entries == 0.0


def test_the_words_for_methods_without_a_figure() -> None:
    assert pending_list(0, 0) == "its pending list is empty"
    assert pending_list(3, 70) == "pending list: 70 entries on 3 pages"
    assert hash_pages(355, 89, 96.7) == "89 of 355 pages are unused, 97 of 100 of the room in the others is free"
