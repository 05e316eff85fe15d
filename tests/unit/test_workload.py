"""Workload files: what they may say, and how their faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.catalog.configuration import Settings
from opskit.catalog.workload import Claim, Limit, chosen, home, load
from opskit.errors import InvalidFile, UsageFault

WHOLE = """-- title: Jobs of a place
-- weight: 20
-- slo: p50_ms < 10, p99_ms < 50.5
-- seed: 500 ms -> 8 ms (61x)
-- param: place = (array['A', 'B'])[1 + floor(random() * 2)::integer]
-- param: least = 3
select * from jobs where place = %(place)s and pay >= %(least)s
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.joinpath(f"{name}.sql").write_text(text)
    return folder


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    (query,) = load(write(tmp_path, "jobs_of_place", WHOLE))
    assert (query.name, query.title, query.weight) == ("jobs_of_place", "Jobs of a place", 20)
    assert query.limits == (Limit("p50_ms", 10), Limit("p99_ms", 50.5))
    assert query.claim == Claim("500 ms -> 8 ms (61x)", 61)
    assert query.params == {"place": "(array['A', 'B'])[1 + floor(random() * 2)::integer]", "least": "3"}
    assert query.query == "select * from jobs where place = %(place)s and pay >= %(least)s"


@pytest.mark.parametrize(("text", "factor"), [("10x", 10), ("35 ms -> 17.5 ms", 2), ("2 ms -> 0.2 ms (12.5x)", 12.5)])
def test_a_claim_is_a_factor_given_or_computed(tmp_path: Path, text: str, factor: float) -> None:
    (query,) = load(write(tmp_path, "one", f"-- title: One\n-- seed: {text}\nselect 1\n"))
    assert query.claim == Claim(text, factor)


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("select 1", 1, "'title' is missing"),
        ("-- title: T\n-- wait: 3\nselect 1", 2, "unknown header key 'wait'"),
        ("-- title: T\n-- title: U\nselect 1", 2, "given twice"),
        ("-- title: T\n-- weight: heavy\nselect 1", 2, "weight 'heavy'"),
        ("-- title: T\n-- slo: p98_ms < 5\nselect 1", 2, "slo 'p98_ms < 5'"),
        ("-- title: T\n-- slo: p50_ms > 5\nselect 1", 2, "slo 'p50_ms > 5'"),
        ("-- title: T\n-- seed: much faster\nselect 1", 2, "seed 'much faster'"),
        ("-- title: T\n-- seed: 5 ms -> 0 ms\nselect 1", 2, "seed '5 ms -> 0 ms'"),
        ("-- title: T\n-- param: just a word\nselect 1", 2, "param is not"),
        ("-- title: T\n-- param: a = 1\n-- param: a = 2\nselect %(a)s", 3, "given twice"),
        ("-- title: T\n-- param: a = 1\nselect 1", 3, "'a' is not used"),
        ("-- title: T\nselect %(b)s", 2, "%(b)s has no param"),
        ("-- title: T\nselect 7 % 2", 2, "a % sign stands alone"),
        ("-- title: T\nselect 'a%%'", 2, "a % sign stands alone"),
        ("-- title: T\n", 2, "no query"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, fault: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        load(write(tmp_path, "broken", text))
    assert [(each.line, fault in each.text) for each in caught.value.faults] == [(line, True)]


def test_the_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(tmp_path, "first", "select 1")
    write(tmp_path, "second", "select 2")
    with pytest.raises(InvalidFile) as caught:
        load(tmp_path)
    assert [fault.path.stem for fault in caught.value.faults] == ["first", "second"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=str(tmp_path)):
        load(tmp_path)


def test_a_query_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    queries = load(write(write(tmp_path, "one", "-- title: 1\nselect 1"), "two", "-- title: 2\nselect 2"))
    assert [query.name for query in chosen(queries, ["two"])] == ["two"]
    assert len(chosen(queries, [])) == 2
    with pytest.raises(UsageFault) as caught:
        chosen(queries, ["three"])
    assert "one, two" in caught.value.why


def test_the_shipped_workload_is_valid() -> None:
    queries = load(home(Settings()))
    assert {"job_list_by_location", "duplicate_check"} <= {query.name for query in queries}
