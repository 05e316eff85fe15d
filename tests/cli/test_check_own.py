"""Checks of one's own in sql/checks beside opskit.toml: written, run and tested like the packaged ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]


@pytest.fixture
def own(database: str, on: On) -> Project:
    project = on(database)
    project.run("check", "new", "too_wide").ok()
    return project


def query_of(project: Project) -> Path:
    return project.place / "sql" / "checks" / "too_wide.sql"


def test_a_new_check_works_as_it_was_written(own: Project, database: str, connect: Connect) -> None:
    assert own.run("check", "too_wide").ok().out.startswith("PASS")
    assert "too_wide" in own.run("check", "list").ok().out
    assert '"too_wide.max_columns" = 100' in own.run("check", "explain", "too_wide").ok().out
    columns = ", ".join(f"c{number} integer" for number in range(101))
    connect(database).execute(f"create table public.ledger ({columns})".encode())
    (result,) = own.run("check", "too_wide", "--fail-on", "info", "--json").exits(1).data["checks"]
    assert result["findings"][0]["key"] == "too_wide:public.ledger"


def test_ones_own_check_is_among_all_of_them(own: Project) -> None:
    slugs = [each["slug"] for each in own.run("check", "--json").data["checks"]]
    assert "too_wide" in slugs
    assert "index_invalid" in slugs


def test_they_are_found_from_a_folder_below_and_in_one_that_is_configured(
    own: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.place / "sql")
    own.run("check", "too_wide").ok()
    monkeypatch.chdir(own.place)
    (own.place / "sql" / "checks").rename(own.place / "questions")
    own.run("check", "too_wide").exits(2)
    with (own.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[checks]\npath = "questions"\n')
    own.run("check", "too_wide").ok()
    assert "questions" in own.run("config", "show").ok().out


def test_a_file_for_a_major_replaces_it_from_that_version_on(own: Project) -> None:
    text = query_of(own).read_text()
    for version in (14, 99):
        query_of(own).with_suffix(f".pg{version}.sql").write_text(
            text.replace("Tables with", f"From {version} on: with")
        )
    (result,) = own.run("check", "too_wide", "--json").ok().data["checks"]
    assert result["title"].startswith("From 14 on:")
    own.run("check", "test").ok()


def test_one_that_has_the_name_of_a_packaged_check_is_refused(own: Project) -> None:
    query_of(own).rename(query_of(own).with_name("index_invalid.sql"))
    outcome = own.run("check", "index_invalid").exits(7)
    assert "a packaged check is named index_invalid too" in outcome.err


def test_one_with_a_fault_is_named_with_its_line(own: Project) -> None:
    query_of(own).write_text(query_of(own).read_text().replace("-- severity: info", "-- severity: dire"))
    assert "too_wide.sql:3: severity 'dire' is none of" in own.run("check").exits(7).err


def test_one_whose_query_fails_is_inconclusive_and_the_others_run(own: Project) -> None:
    query_of(own).write_text(query_of(own).read_text().replace("select\n", "select 1 / 0 as x,\n", 1))
    (wide, other) = own.run("check", "too_wide", "index_invalid", "--json").data["checks"]
    assert (wide["verdict"], other["verdict"]) == ("inconclusive", "pass")
    assert "division by zero" in wide["reason"]


def test_one_that_writes_is_refused_by_the_server(own: Project, database: str, connect: Connect) -> None:
    connect(database).execute("create sequence public.counted")
    query_of(own).write_text(
        query_of(own).read_text().replace("c.relnatts as columns", "nextval('public.counted') as n")
    )
    query_of(own).write_text(query_of(own).read_text().replace("%(max_columns)s::integer", "%(max_columns)s - 1000"))
    connect(database).execute("create table public.t (a integer)")
    (result,) = own.run("check", "too_wide", "--json").data["checks"]
    assert result["verdict"] == "inconclusive"
    assert "read-only transaction" in result["reason"]


@pytest.mark.parametrize(
    ("slug", "code", "text"),
    [
        ("too_wide", 4, "there is a check too_wide already"),
        ("index_invalid", 4, "there is a check index_invalid already"),
        ("Too-Wide", 2, "small letters, digits and _"),
        ("../x", 2, "is no name for a check"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(own: Project, slug: str, code: int, text: str) -> None:
    before = sorted((own.place / "sql" / "checks").iterdir())
    assert text in own.run("check", "new", slug).exits(code).err
    assert sorted((own.place / "sql" / "checks").iterdir()) == before


def test_a_script_is_played_on_a_throwaway_server(own: Project) -> None:
    assert own.run("check", "test").ok().out.startswith("OK  1 check")
    query_of(own).write_text(query_of(own).read_text().replace("c.relnatts >", "c.relnatts <"))
    outcome = own.run("check", "test", "too_wide").exits(1)
    assert "clean: it finds ['public.narrow']" in outcome.out
    assert "broken: it does not find public.wide" in outcome.out


def test_a_script_that_cannot_be_read_or_played_says_where(own: Project) -> None:
    script = own.place / "sql" / "checks" / "too_wide.test.sql"
    text = script.read_text()
    script.write_text(text.replace("-- broken", "-- brocken"))
    assert "too_wide.test.sql:3: no directive: -- brocken" in own.run("check", "test").exits(7).err
    script.write_text(text.replace("drop table public.wide", "drop table public.wides"))
    assert 'table "wides" does not exist' in own.run("check", "test").exits(1).out


def test_only_ones_own_are_tested(own: Project) -> None:
    assert "'index_invalid' is no check of your own" in own.run("check", "test", "index_invalid").exits(2).err


def test_without_any_of_ones_own_there_is_nothing_to_test(database: str, on: On) -> None:
    outcome = on(database).run("check", "test").exits(2)
    assert "there are no checks of your own" in outcome.err
    assert "opskit check new" in outcome.err
