"""What is in flight: how far a phase of an index build is, when it ends, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from opskit.app.progress import Phases, counted
from opskit.core.activity import Build, Holder, Running
from opskit.render import activity_words as words
from opskit.value import replace

SCAN = Build(7, "public.t_a", "building index: scanning table", 72.0, 20.0, 400, 1000, "blocks", 200)
REPORT = Holder(4711, "ann", "nightly report", "idle in transaction", 12.3, "select *\n from t")
WAIT = Build(7, "public.t_a", "waiting for old snapshots", 12.0, 5.0, 0, 2, "transactions", 0, [REPORT])
BLANK: Mapping[str, Any] = {
    "pid": 7, "query": "select 1", "seconds": 5.0, "relation": "public.t", "index": "public.t_a", "phase": None,
    "blocks_done": 0, "blocks_total": 0, "tuples_done": 0, "tuples_total": 0, "lockers_done": 0, "lockers_total": 0,
    "waits_for": [],
}  # fmt: skip


def test_the_end_of_a_phase_is_estimated_from_its_pace_since_it_was_first_seen() -> None:
    assert SCAN.fraction == 0.4
    assert SCAN.eta_s == pytest.approx(60.0)  # 200 blocks in 20 s, 600 to go


@pytest.mark.parametrize(
    "early", [replace(SCAN, phase_s=1.0), replace(SCAN, done=204), replace(SCAN, done=150)], ids=["s", "share", "back"]
)
def test_what_has_hardly_moved_is_not_estimated(early: Build) -> None:
    assert early.eta_s is None


def test_more_done_than_there_is_is_all_of_it() -> None:
    over = replace(SCAN, done=1200)
    assert (over.fraction, over.eta_s) == (1.0, 0.0)
    assert "1,000 of 1,000 blocks" in words.sentence(over)
    assert "2 of 2 transactions gone" in words.sentence(replace(WAIT, done=3))


def test_how_long_others_take_is_never_estimated() -> None:
    waiting = replace(WAIT, done=1, phase_s=60.0)
    assert (waiting.fraction, waiting.eta_s) == (None, None)


def test_a_build_in_one_line() -> None:
    assert words.sentence(SCAN) == (
        "public.t_a: building index: scanning table (ends in about 1m 00s), 40 %, 400 of 1,000 blocks, 1m 12s"
    )


def test_a_build_that_waits_names_for_whom() -> None:
    assert words.sentence(WAIT) == (
        "public.t_a: waiting for old snapshots, 0 of 2 transactions gone, 12 s, "
        "waits for pid 4711 (ann, nightly report, idle in transaction for 12 s): select * from t"
    )


def test_another_statement_in_one_line() -> None:
    running = Running(7, "alter table t\n validate constraint c", 65.0)
    assert words.sentence(running) == "alter table t validate constraint c: runs for 1m 05s"
    held = replace(running, waits_for=[REPORT, Holder(0)])
    assert words.sentence(held).startswith("alter table t validate constraint c waits for pid 4711 (ann, ")
    assert words.sentence(held).endswith("select * from t (and 1 more)")


def test_a_holder_that_may_not_be_seen_is_still_named() -> None:
    assert words.details(Running(7, "x", 1.0, [Holder(0)])) == ["waits for a prepared transaction (pg_prepared_xacts)"]
    hidden = words.details(Running(7, "x", 1.0, [Holder(9, query="<insufficient privilege>")]))[0]
    assert "pid 9 (user not visible, no application name, not visible): <insufficient privilege>" in hidden


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ("initializing", ("blocks", 1, 2)),
        ("building index: scanning table", ("blocks", 1, 2)),
        ("building index: sorting live tuples", ("", 0, 0)),
        ("building index: loading tuples in tree", ("tuples", 3, 4)),
        ("index validation: scanning index", ("blocks", 1, 2)),
        ("index validation: sorting tuples", ("", 0, 0)),
        ("waiting for writers before build", ("transactions", 5, 6)),
        ("waiting for old snapshots", ("transactions", 5, 6)),
        ("waiting for readers before marking dead", ("transactions", 5, 6)),
    ],
)
def test_a_phase_counts_what_it_works_on(phase: str, expected: tuple[str, int, int]) -> None:
    """The server leaves the last numbers of earlier phases where they are."""
    numbers = {"blocks_done": 1, "blocks_total": 2, "tuples_done": 3, "tuples_total": 4}
    assert counted({**BLANK, **numbers, "phase": phase, "lockers_done": 5, "lockers_total": 6}) == expected


def test_a_phase_is_measured_from_when_it_was_first_seen() -> None:
    phases = Phases()
    row = {**BLANK, "phase": "building index: scanning table", "blocks_total": 100}
    firsts = []
    for more in ({"blocks_done": 30}, {"blocks_done": 50}, {"phase": "index validation: scanning table"}):
        (seen,) = phases.seen([{**row, **more}])
        assert isinstance(seen, Build)
        firsts.append(seen.done_first)
    assert firsts == [30, 30, 0]


def test_a_statement_that_has_just_begun_is_not_shown() -> None:
    assert [each.pid for each in Phases().seen([{**BLANK, "seconds": 0.3}, {**BLANK, "pid": 8}])] == [8]
