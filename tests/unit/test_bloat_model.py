"""The catalog-only bloat model. Page counts called measured are those of PostgreSQL 18 after REINDEX or VACUUM FULL of
200,000 rows; the statistics are what ANALYZE had found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opskit.core.bloat import Column, Estimate
from opskit.core.bloat_btree import BtreeFact, estimate_btree
from opskit.core.bloat_heap import HeapFact, estimate_table
from opskit.value import replace

PAGE = 8192
ROWS = 200_000

ID = Column("id", 4, 4, width=4, null_frac=0, n_distinct=-1)
BIG = Column("w", 8, 8, width=8, null_frac=0, n_distinct=-1)
FLAG = Column("b", 1, 1, width=1, null_frac=0, n_distinct=2)
HUNDRED = Column("d", 4, 4, width=4, null_frac=0, n_distinct=100)
THOUSAND = Column("b", 4, 4, width=4, null_frac=0, n_distinct=1001)
HALF_NULL = Column("n", 4, 4, width=4, null_frac=0.5021667, n_distinct=-0.4978333)
HASH = Column("h", -1, 4, width=33, null_frac=0, n_distinct=-1)
CODE = Column("expr", -1, 4, width=8, null_frac=0, n_distinct=4995, is_expression=True)


def btree(*columns: Column, pages: int = 10_000, **changes: Any) -> BtreeFact:
    fact = BtreeFact(
        block_size=PAGE,
        size_bytes=pages * PAGE,
        reltuples=ROWS,
        table_reltuples=ROWS,
        live_rows=ROWS,
        mods_since_analyze=0,
        fillfactor=90,
        is_unique=False,
        is_valid=True,
        is_partial=False,
        deduplicates=True,
        stats_visible=True,
        columns=columns,
    )
    return replace(fact, **changes)


def heap(*columns: Column, pages: int = 10_000, **changes: Any) -> HeapFact:
    fact = HeapFact(
        block_size=PAGE,
        size_bytes=pages * PAGE,
        toast_bytes=0,
        reltuples=ROWS,
        live_rows=ROWS,
        mods_since_analyze=0,
        toast_reltuples=None,
        fillfactor=100,
        dropped_columns=0,
        missing_columns=0,
        stats_visible=True,
        columns=columns,
    )
    return replace(fact, **changes)


def needed_pages(estimate: Estimate) -> float:
    assert estimate.reclaim_bytes is not None, estimate.reason
    return (estimate.size_bytes - estimate.reclaim_bytes) / PAGE


@pytest.mark.parametrize(
    ("fact", "measured"),
    [
        pytest.param(btree(ID, is_unique=True), 551, id="primary key"),
        pytest.param(btree(ID), 551, id="distinct integers, deduplication finds nothing"),
        pytest.param(btree(HUNDRED), 180, id="100 distinct integers"),
        pytest.param(btree(HUNDRED, fillfactor=50), 304, id="100 distinct integers, fill factor 50"),
        pytest.param(btree(HUNDRED, deduplicates=False), 552, id="100 distinct integers, no deduplication"),
        pytest.param(btree(HUNDRED, FLAG), 186, id="two columns"),
        pytest.param(btree(HUNDRED, THOUSAND), 414, id="two columns, few rows for each pair"),
        pytest.param(btree(HALF_NULL), 362, id="half NULL"),
        pytest.param(btree(HASH), 1444, id="text of one length"),
        pytest.param(btree(FLAG), 171, id="booleans"),
        pytest.param(btree(CODE), 175, id="expression"),
        pytest.param(btree(BIG, reltuples=66_274, is_partial=True), 185, id="partial"),
        pytest.param(btree(ID, replace(BIG, is_key=False), is_unique=True), 772, id="included column"),
    ],
)
def test_a_btree_is_expected_to_need_what_reindex_leaves(fact: BtreeFact, measured: int) -> None:
    assert needed_pages(estimate_btree(fact)) == pytest.approx(measured, rel=0.04)


@pytest.mark.parametrize(
    ("fact", "measured"),
    [
        pytest.param(heap(FLAG, BIG, FLAG, BIG), 1472, id="padding between columns"),
        pytest.param(heap(ID, ID, fillfactor=50), 1770, id="fill factor 50"),
        pytest.param(heap(ID, ID, dropped_columns=1), 885, id="a dropped column"),
        pytest.param(heap(*[ID] * 8, dropped_columns=1), 1667, id="a bitmap of NULLs for a dropped column"),
        pytest.param(heap(*[BIG] * 100, reltuples=20_000, live_rows=20_000), 2223, id="nine rows a page"),
    ],
)
def test_a_table_is_expected_to_need_what_vacuum_full_leaves(fact: HeapFact, measured: int) -> None:
    assert needed_pages(estimate_table(fact)) == pytest.approx(measured, rel=0.005)


def test_a_freshly_built_index_has_no_bloat() -> None:
    estimate = estimate_btree(btree(ID, pages=551, is_unique=True))
    assert (estimate.bloat_bytes, estimate.bloat_pct, estimate.caveats) == (0, 0.0, ())


def test_an_index_that_lost_half_its_rows_is_half_bloat() -> None:
    fact = btree(ID, pages=551, reltuples=ROWS / 2, table_reltuples=ROWS / 2, live_rows=ROWS // 2)
    estimate = estimate_btree(fact)
    assert estimate.bloat_pct == pytest.approx(50, abs=1)
    assert estimate.bloat_bytes == estimate.reclaim_bytes == estimate.possible_bytes


def test_an_index_that_lost_all_its_rows_needs_one_page_whatever_the_statistics() -> None:
    unknown = replace(ID, width=None, null_frac=None)
    estimate = estimate_btree(btree(unknown, pages=551, reltuples=0, table_reltuples=0, live_rows=0))
    assert estimate.bloat_bytes == 550 * PAGE


def test_a_key_all_null_folds_like_any_other_key() -> None:
    rare = Column("c", 8, 8, width=8, null_frac=0.9, n_distinct=-0.1)
    assert needed_pages(estimate_btree(btree(rare))) < 0.5 * needed_pages(estimate_btree(btree(BIG)))


def test_a_partial_index_that_leaves_out_the_nulls_is_taken_to_hold_none() -> None:
    rare = Column("c", 8, 8, width=8, null_frac=0.9, n_distinct=-0.1)
    fact = btree(rare, reltuples=ROWS / 10, is_partial=True)
    assert needed_pages(estimate_btree(fact)) == pytest.approx(57, abs=2)


def test_a_unique_index_is_not_deduplicated() -> None:
    assert needed_pages(estimate_btree(btree(HUNDRED, is_unique=True))) == pytest.approx(551, abs=2)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"is_valid": False}, "invalid"),
        ({"reltuples": -1.0}, "never counted"),
        ({"table_reltuples": -1.0}, "never counted"),
        ({"stats_visible": False}, "pg_read_all_data"),
        ({"columns": (Column("late", 4, 4),)}, "never analysed: late"),
    ],
)
def test_an_index_it_cannot_tell_of_gets_a_reason_and_no_figure(change: dict[str, Any], word: str) -> None:
    estimate = estimate_btree(btree(ID, **change))
    assert word in estimate.reason
    assert (estimate.bloat_bytes, estimate.bloat_pct, estimate.reclaim_bytes, estimate.possible_pct) == (None,) * 4


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"reltuples": -1.0}, "never counted"),
        ({"stats_visible": False}, "pg_read_all_data"),
        ({"columns": (ID, Column("late", -1, 4))}, "never analysed: late"),
    ],
)
def test_a_table_it_cannot_tell_of_gets_a_reason_and_no_figure(change: dict[str, Any], word: str) -> None:
    estimate = estimate_table(heap(ID, **change))
    assert word in estimate.reason
    assert (estimate.bloat_bytes, estimate.bloat_pct, estimate.reclaim_bytes, estimate.possible_pct) == (None,) * 4


def test_what_is_empty_has_no_bloat_even_if_never_analysed() -> None:
    assert estimate_btree(btree(Column("id", 4, 4), pages=1, reltuples=-1.0)).bloat_bytes == 0
    assert estimate_table(heap(Column("id", 4, 4), pages=0, reltuples=-1.0)).bloat_bytes == 0


def test_deletes_no_vacuum_has_seen_leave_a_range() -> None:
    estimate = estimate_btree(btree(ID, pages=551, live_rows=ROWS // 4, mods_since_analyze=150_000))
    assert estimate.bloat_bytes == 0
    assert estimate.possible_pct == pytest.approx(75, abs=1)
    assert "150000 rows changed since the last analyze" in estimate.caveats


def test_without_a_running_count_the_last_analyze_is_believed() -> None:
    estimate = estimate_table(heap(ID, ID, pages=1770, live_rows=None))
    assert estimate.bloat_pct == pytest.approx(50, abs=1)
    assert estimate.possible_bytes == estimate.bloat_bytes


def test_a_rewrite_that_adds_a_default_would_grow_the_table_and_says_so() -> None:
    late = Column("d", -1, 4, width=61, null_frac=0)
    estimate = estimate_table(heap(ID, late, pages=885, missing_columns=1))
    assert estimate.bloat_bytes == 0
    assert estimate.reclaim_bytes is not None
    assert estimate.reclaim_bytes < -885 * PAGE
    assert any("1 columns" in caveat for caveat in estimate.caveats)


def test_toast_counts_as_bloat_where_it_has_more_pages_than_its_chunks_fill() -> None:
    fact = heap(ID, ID, pages=885, toast_bytes=1000 * PAGE, toast_reltuples=1000)
    assert estimate_table(fact).bloat_bytes == pytest.approx(750 * PAGE, abs=10 * PAGE)


def test_toast_that_was_never_vacuumed_is_taken_as_full_and_the_caveat_says_so() -> None:
    estimate = estimate_table(heap(ID, ID, pages=885, toast_bytes=1000 * PAGE, toast_reltuples=-1))
    assert estimate.bloat_pct == pytest.approx(0, abs=0.5)
    assert "TOAST was never vacuumed and is taken as full" in estimate.caveats


def test_values_that_vary_in_length_leave_what_follows_them_unaligned() -> None:
    fixed_first = heap(BIG, BIG, HASH)
    varying_first = heap(HASH, BIG, BIG)
    assert needed_pages(estimate_table(varying_first)) == pytest.approx(
        needed_pages(estimate_table(fixed_first)), rel=0.02
    )


columns = st.builds(
    Column,
    name=st.just("c"),
    length=st.sampled_from([-2, -1, 1, 2, 4, 8, 16]),
    align=st.sampled_from([1, 2, 4, 8]),
    width=st.floats(0, 2000),
    null_frac=st.floats(0, 1),
    n_distinct=st.one_of(st.floats(-1, 0), st.floats(1, 1e9)),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # how busy the machine is, is not the model's
@given(
    keys=st.lists(columns, min_size=1, max_size=4),
    pages=st.integers(0, 10**7),
    rows=st.floats(0, 1e10),
    live=st.one_of(st.none(), st.integers(0, 10**10)),
    fillfactor=st.integers(10, 100),
)
def test_an_estimate_stays_within_the_relation(
    keys: list[Column], pages: int, rows: float, live: int | None, fillfactor: int
) -> None:
    index = btree(*keys, pages=pages, reltuples=rows, table_reltuples=rows * 2, live_rows=live, fillfactor=fillfactor)
    table = heap(*keys, pages=pages, reltuples=rows, live_rows=live, fillfactor=fillfactor)
    unique = replace(index, is_unique=True)
    for estimate in (estimate_btree(index), estimate_btree(unique), estimate_table(table)):
        assert estimate.bloat_bytes is not None
        assert estimate.possible_bytes is not None
        assert estimate.reclaim_bytes is not None
        assert 0 <= estimate.bloat_bytes <= estimate.possible_bytes <= estimate.size_bytes
        assert estimate.reclaim_bytes <= estimate.bloat_bytes
