"""Where two definitions differ, word by word."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opskit.core.word_difference import MOST_WORDS, places
from opskit.migrate.printed_alike import printed_alike

TEXTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=6).map(" ".join)


def test_each_place_has_what_stands_there_in_both() -> None:
    assert places("create index i on t (a)", "create unique index i on t (a, b)") == [("", "unique"), ("(a)", "(a, b)")]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_texts_are_equal_where_there_is_no_place(a: str, b: str) -> None:
    assert (places(a, b) == []) is (a == b)


def test_long_texts_that_differ_a_lot_are_one_place() -> None:
    one, other = (" ".join(f"{letter}{n}" for n in range(MOST_WORDS + 1)) for letter in "ab")
    assert places(f"x {one} y", f"x {other} y") == [(one, other)]


def test_only_the_name_of_a_table_is_left_out_before_a_column() -> None:
    assert printed_alike("select t.a from public.t", "select a from public.t")
    assert printed_alike("select a from public.t", "select t.a from public.t")
    assert printed_alike("select public.f(1)", "select f(1)") is None
    assert printed_alike("select t.a from public.t", "select u.a from public.t") is None
    assert printed_alike("select 'a'", "select 'b'") is None
    assert printed_alike("'", "'") is None
