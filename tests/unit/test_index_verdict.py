"""The verdict on one index, from what the catalog and the counters say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opskit.app.index_verdict import IndexVerdict, Window, judge
from opskit.migrate.expected import expected
from opskit.migrate.migration import Migration
from opskit.migrate.sql_folder import statements

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SQL = "create index i on t (a)"
(EXPECTED,) = expected([Migration("r1", "", Path(), tuple(statements(SQL, Path("up.sql"))), "", "")])
STATE = {
    "definition": "CREATE INDEX i ON public.t USING btree (a)", "building_pid": None, "is_valid": True,
    "is_ready": True, "is_live": True, "constraint_name": None, "is_partitioned": False,
}  # fmt: skip
USAGE = {
    "qualified_name": "public.i", "table_name": "public.t", "definition": STATE["definition"], "scans": 0,
    "last_scan": None, "size_bytes": 8192, "table_pages": 100, "enforces": None, "serves_foreign_keys": None,
}  # fmt: skip


def window(days: float | None = 30, **more: Any) -> Window:
    return Window(NOW, None if days is None else NOW - days * DAY, 7, **more)


def verdict(seen: Window, built_at: datetime | None = None, **usage: Any) -> IndexVerdict:
    return judge(EXPECTED, STATE, USAGE | usage, seen, built_at)


UNUSED, OPEN = "unused", "inconclusive"
CASES = {
    "a long window": (window(), {}, UNUSED, "no scan in 30.0 days"),
    "it serves a foreign key": (window(), {"serves_foreign_keys": "f"}, UNUSED, "no scan in 30.0 days; it serves f"),
    "a short window": (window(2.5), {}, OPEN, "no scan in 2.5 days; 4.5 more days are needed"),
    "no window": (window(None), {}, OPEN, "no scan, but since when the counters count cannot be told"),
    "standbys": (window(standbys=2), {}, OPEN, "no scan here; 2 standby server(s) count theirs for themselves"),
    "a small table": (
        window(), {"table_pages": 9}, OPEN, "no scan, but its table has 9 pages and is cheaper to read whole",
    ),
    "a rule": (
        window(), {"enforces": "unique index"}, "enforcing", "unique index: what it enforces needs no scan",
    ),
    "a rule that is read": (window(0.1), {"scans": 2, "enforces": "unique index"}, "used", "2 scans"),
    "scans at unknown times": (window(0.1), {"scans": 1234}, "used", "1,234 scans"),
    "scans": (window(), {"scans": 2, "last_scan": NOW - DAY}, "used", "2 scans, the last 2026-01-19 12:00 UTC"),
}  # fmt: skip


@pytest.mark.parametrize(("seen", "usage", "word", "evidence"), CASES.values(), ids=CASES)
def test_use_is_what_was_seen_and_no_more(seen: Window, usage: dict[str, Any], word: str, evidence: str) -> None:
    found = verdict(seen, **usage)
    assert (found.state, found.usage, found.evidence) == ("present", word, evidence)


def test_an_index_built_later_has_a_shorter_window() -> None:
    assert verdict(window(), built_at=NOW - 3 * DAY).usage == "inconclusive"
    assert verdict(window(), built_at=NOW - 300 * DAY).usage == "unused"


OWN = ((NOW - 2 * DAY, NOW - 2 * DAY + timedelta(minutes=5)),)
INSIDE, AFTER = OWN[0][0] + timedelta(minutes=1), NOW - DAY


@pytest.mark.parametrize(
    ("last", "more", "word"),
    [
        pytest.param(INSIDE, {}, "inconclusive", id="the last scan came while opskit ran the queries"),
        pytest.param(AFTER, {}, "used", id="scanned after it"),
        pytest.param(None, {}, "inconclusive", id="before 16 the server does not say when"),
        pytest.param(INSIDE, {"proven": {"public.i": NOW - 3 * DAY}}, "used", id="seen in use before"),
        pytest.param(INSIDE, {"proven": {"public.j": NOW - 3 * DAY}}, "inconclusive", id="another one was"),
        pytest.param(INSIDE, {"proven": {"public.i": NOW - 31 * DAY}}, "inconclusive", id="before the counters began"),
    ],
)
def test_scans_that_may_be_opskits_own_prove_nothing(last: datetime | None, more: dict[str, Any], word: str) -> None:
    assert verdict(window(own=OWN, **more), scans=9, last_scan=last).usage == word


def test_a_benchmark_from_before_the_index_does_not_count() -> None:
    assert verdict(window(own=OWN), built_at=NOW - DAY, scans=9).usage == "used"


@pytest.mark.parametrize("lacking", ["is_valid", "is_ready", "is_live"])
def test_an_index_that_is_not_whole_is_invalid(lacking: str) -> None:
    found = judge(EXPECTED, STATE | {lacking: False}, USAGE | {"scans": 5}, window(), None)
    assert (found.state, found.usage) == ("invalid", "inconclusive")
    assert found.remedy == ("DROP INDEX CONCURRENTLY public.i", "CREATE INDEX CONCURRENTLY i ON t (a)")


def test_an_index_that_is_not_there_has_no_figures() -> None:
    found = judge(EXPECTED, None, None, window(), None)
    assert (found.state, found.usage, found.scans, found.size_bytes) == ("missing", "inconclusive", None, None)
    assert found.remedy == ("CREATE INDEX CONCURRENTLY i ON t (a)",)
