"""After which statement the way back loses data: said by the plan before anything is applied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
KEEP = "create table keep (a integer primary key, b text)"


@pytest.fixture
def prepared(on: On, database: str, connect: Connect) -> Project:
    connect(database).execute(KEEP)
    return on(database)


@pytest.mark.parametrize(
    ("up", "down", "told"),
    [
        ("create index i on keep (b)", "", "Point of no return: the way back loses no data at any step."),
        (
            "create index i on keep (b); alter table keep add column c text; alter table keep add column d text",
            "",
            "from r1 #2 on the way back loses new data, rows written since: alter table keep add column c text",
        ),
        (
            "create index i on keep (b); update keep set b = 'x'; create index j on keep (a, b)",
            "",
            "after r1 #2 there is no way back:",
        ),
        (
            "alter table keep add column c text",
            "alter table keep drop column c",
            "from r1, by its down.sql, on the way back loses new data, rows written since: alter table keep",
        ),
        (
            "insert into keep values (1)",
            "delete from keep",
            "from r1, by its down.sql, on the way back leaves old data lost: delete from keep",
        ),
    ],
    ids=["none", "new data", "no way back", "new data by down.sql", "old data by down.sql"],
)
def test_the_plan_says_where_it_is(prepared: Project, up: str, down: str, told: str) -> None:
    project = prepared.migration("r1_change", up, down)
    assert told in words(project.run("plan").ok().out)


def test_a_written_way_back_is_told_instead_of_a_reason_against_one(prepared: Project) -> None:
    project = prepared.migration("r1_change", "update keep set b = 'x'", "update keep set b = null")
    page = project.run("plan").ok()
    assert "undo: down.sql takes the whole back" in page.out
    assert "no way back" not in page.out


def test_what_a_rehearsal_has_proven_is_told_before_anybody_applies(prepared: Project) -> None:
    project = prepared.migration("r1_good", "create index i on keep (b)").migration("r2_bad", "update keep set b = 'x'")
    assert "Way back never rehearsed: r1, r2 (opskit rehearse tries it on a copy)" in words(
        project.run("plan").ok().out
    )
    project.run("rehearse").exits(3)
    page = words(project.run("plan").ok().out)
    assert "Way back of r1: rehearsed on" in page
    assert "on the copy, fingerprint equal" in page
    assert "Way back of r2: rehearsed on" in page
    assert "not proven: no way back:" in page
    project.migration("r1_good", "create index i on keep (b desc)")
    assert "never rehearsed: r1 (" in words(project.run("plan").ok().out)


def words(text: str) -> str:
    return " ".join(text.split())
