"""The headers of sql/checks: what ships is whole, and what is wrong is named with file and line."""

from __future__ import annotations

import pkgutil
from collections import Counter
from pathlib import Path

import pytest

from opskit import checks as refining
from opskit.catalog.check_names import slugs
from opskit.catalog.checks import load, load_all, parse
from opskit.catalog.facts import fact
from opskit.catalog.resources import folder
from opskit.core.check import DIMENSIONS
from opskit.errors import InvalidFile, UsageFault

GOOD = """-- title: Tables that are too big
-- dimension: schema
-- severity: warning
-- since: 14
-- param: max_rows = 10
-- source: a book
-- needs: role pg_monitor
-- remedy: shrink {object}
-- why: it is slow
select 'a' as object, 'b' as message where 1 > %(max_rows)s -- a comment to the end
"""


OF_A_FACT = GOOD[: GOOD.index("select")].replace("-- needs:", "-- fact: user_tables\n-- needs:")


def faults(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "big_table.sql"
    path.write_text(text)
    with pytest.raises(InvalidFile) as caught:
        parse(path, "big_table")
    return [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults]


def test_there_are_two_checks_or_more_in_each_dimension() -> None:
    found = Counter(check.dimension for check in load_all(18))
    assert len(found) == len(DIMENSIONS)
    assert min(found.values()) >= 2


@pytest.mark.parametrize("major", [14, 15, 16, 17, 18])
@pytest.mark.parametrize("slug", slugs())
def test_every_shipped_check_can_be_read_and_says_enough(slug: str, major: int) -> None:
    check = load(slug, major)
    assert check.slug == slug
    assert 14 <= check.since <= 18
    assert len(check.title) <= 72
    assert not check.query.rstrip().endswith(";")
    sources = [line.partition(":")[0] for line in check.source.splitlines()]
    assert set(check.params) <= set(sources), "each limit says where it comes from"


def test_a_query_asks_for_what_its_header_declares_and_nothing_else_is_a_percent_sign() -> None:
    for path in (folder("sql") / "checks").glob("*.sql"):
        check = parse(path, path.stem)
        declared = (*check.params, *check.given)
        assert check.query.count("%") == sum(check.query.count(f"%({name})s") for name in declared)


def test_a_header_is_read_with_its_types_and_the_source_of_each_limit(tmp_path: Path) -> None:
    path = tmp_path / "big_table.sql"
    path.write_text(GOOD)
    check = parse(path, "big_table")
    assert check.params == {"max_rows": 10}
    assert check.needs == ("role pg_monitor",)
    assert check.source == "max_rows: a book"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("-- title:", "-- headline:", "1: unknown header key 'headline'"),
        ("-- title: Tables that are too big\n", "", "1: header key 'title' is missing"),
        ("-- since: 14", "-- since: old", "4: since 'old' is no major version"),
        ("-- since: 14", "-- since: 14\n-- since: 15", "5: header key 'since' is given twice"),
        ("schema", "beauty", "2: dimension 'beauty' is none of"),
        ("severity: warning", "severity: fatal", "3: severity 'fatal' is none of critical, info, warning"),
        ("-- since: 14", "-- since: 14\n-- with: nothing", "5: with 'nothing': known are application_login, "),
        ("max_rows = 10", "max_rows", "5: param 'max_rows' has no value: write name = value"),
        ("max_rows = 10", "max_rows = 10\n-- param: max_rows = 11", "6: param 'max_rows' is given twice"),
        ("max_rows = 10", "min_rows = 10", "5: param 'min_rows' is not used in the query"),
        ("max_rows = 10", "min_rows = 10", "10: %(max_rows)s is no param of the header"),
        ("1 > ", "'a' like 'b%' and 1 > ", "10: a percent sign that is no parameter"),
        ("role pg_monitor", "pg_monitor", "7: needs 'pg_monitor': write extension NAME, role NAME"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert GOOD.count(old) == 1
    assert any(found.startswith(fault) for found in faults(tmp_path, GOOD.replace(old, new)))


def test_all_faults_of_a_file_come_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("schema", "beauty").replace("since: 14", "since: old").replace("-- why: it is slow\n", "")
    assert [fault.partition(":")[0] for fault in faults(tmp_path, text)] == ["1", "2", "4"]


def test_a_header_without_a_query_is_refused(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("select")].replace("-- param: max_rows = 10\n", "")
    assert faults(tmp_path, text) == ["8: there is no query below the header"]


def test_a_check_that_names_a_fact_has_its_query_and_keeps_the_params_for_its_module(tmp_path: Path) -> None:
    path = tmp_path / "big_table.sql"
    path.write_text(OF_A_FACT)
    check = parse(path, "big_table")
    assert (check.fact, check.query, check.params) == ("user_tables", fact("user_tables"), {"max_rows": 10})


@pytest.mark.parametrize("name", ["no_such_fact", "../checks/index_invalid"])
def test_a_fact_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    text = OF_A_FACT.replace("user_tables", name)
    assert faults(tmp_path, text) == [f"7: there is no fact {name!r}"]


def test_a_check_has_a_query_or_a_fact_and_not_both(tmp_path: Path) -> None:
    text = OF_A_FACT + "select 'a' as object, 'b' as message"
    assert faults(tmp_path, text) == ["11: a query below a header that names a fact: one or the other"]


def test_what_judges_rows_in_python_belongs_to_a_check_and_every_fact_is_judged() -> None:
    modules = {found.name for found in pkgutil.iter_modules(refining.__path__)}
    assert modules <= set(slugs())
    assert {check.slug for check in load_all(18) if check.fact} <= modules


def test_a_misspelt_check_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UsageFault) as caught:
        load("index_invalyd", 18)
    assert caught.value.why == "did you mean index_invalid?"
