"""Names that want to break out: quotes, newlines, escapes, mark-up, 63 bytes, what looks like a statement or a
placeholder. Every check survives them, every page shows them harmlessly, every remedy means the object it was found
for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from fixtures.junit import faults, read
from fixtures.program import Project
from fixtures.server import new_database
from markdown_it import MarkdownIt
from psycopg import sql

from opskit.errors import OpskitError
from opskit.migrate.parser import parse
from opskit.scratch.cluster import Cluster

NAMES = [
    'quo"te', "apo'strophe", "new\nline", "esc\x1b[31mred", "<script>alert(1)</script>", "ünï コード", "{object}",
    "%(max_rows)s %s %", "$1 $$", "; drop table public.victim; --", "back\\slash", "/* comment */", "select", " ",
    "n" * 63,
]  # fmt: skip
On = Callable[[str], Project]
# A parent and a child with a fault for each check that looks at relations; {x} is a name, quoted.
MADE = """
create schema {s};
create table {s}.{x} ({x} integer primary key, other integer, "t" text);
create table {s}.{child} ({x} integer references {s}.{x}, val json);
create index {one} on {s}.{x} (other);
create index {two} on {s}.{x} (other);
alter table {s}.{x} add constraint {check} check (other > 0) not valid;
alter table {s}.{x} disable trigger all;
create sequence {s}.{seq} as smallint start 32000;
create unlogged table {s}.{unlogged} (a integer primary key);
alter table {s}.{unlogged} set (autovacuum_enabled = off);
create function {s}.{x}() returns integer language sql security definer as 'select 1';
create view {s}.{view} as select * from {s}.{x};
select nextval({seq_literal})
"""


@pytest.fixture(scope="module")
def hostile(cluster: Cluster) -> Iterator[str]:
    """A database full of them, with statistics and an invalid index."""
    with new_database(cluster) as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as owner:
            owner.execute("create table public.victim (id integer primary key)")
            for name in NAMES:
                make(owner, name)
            owner.execute("analyze")
        yield conninfo


def make(owner: psycopg.Connection[Any], name: str) -> None:
    """The names beside it are cut to 63 bytes as whole characters."""

    def beside(suffix: str) -> str:
        return name.encode()[: 62 - len(suffix)].decode(errors="ignore") + suffix

    names = {
        "s": f"s {name}".encode()[:63].decode(errors="ignore"), "x": name, "child": beside("_child"),
        "one": beside("_1"), "two": beside("_2"), "check": beside("_c"), "seq": beside("_seq"),
        "unlogged": beside("_u"), "view": beside("_v"),
    }  # fmt: skip
    quoted = {key: sql.Identifier(value) for key, value in names.items()}
    literal = sql.Literal(sql.Identifier(names["s"], names["seq"]).as_string(owner))
    for statement in MADE.strip().split(";\n"):
        owner.execute(sql.SQL(statement).format(**quoted, seq_literal=literal))


@pytest.fixture
def project(on: On, hostile: str) -> Project:
    return on(hostile)


def test_no_check_breaks_on_a_name(project: Project) -> None:
    results = project.run("check", "--json").data["checks"]
    broken = {each["slug"]: each["reason"] for each in results if "query was refused" in each["reason"]}
    assert broken == {}
    assert sum(len(each["findings"]) for each in results) > 5 * len(NAMES)


@pytest.mark.parametrize("words", [["check"], ["check", "--fail-on", "info"], ["bloat"], ["verify", "indexes"]])
def test_no_page_lets_a_name_control_the_terminal(project: Project, words: list[str]) -> None:
    page = project.run(*words).out
    assert page
    assert {character for character in page if not character.isprintable()} <= {"\n"}


def test_a_page_of_html_shows_mark_up_as_text(project: Project) -> None:
    project.run("report", "-o", "html", "-O", "report.html")
    page = (project.place / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_page_of_markdown_has_its_rows_and_nothing_else(project: Project) -> None:
    """GitHub would take a tag for one, and a line break or a pipe for the end of a cell."""
    project.run("report", "-O", "report.md")
    page = (project.place / "report.md").read_text(encoding="utf-8")
    shown = MarkdownIt("commonmark").enable("table").render(page)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
    for table in re.findall(r"(?:^\|.*\n)+", page, re.M):
        assert len({len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table.splitlines()}) == 1


@pytest.mark.parametrize("words", [["check"], ["report"]], ids=" ".join)
def test_a_build_server_reads_what_names_there_are(project: Project, words: list[str]) -> None:
    text = project.run(*words, "-o", "junit").out
    assert list(faults(read(text))) == []
    assert "&lt;script&gt;alert" in text


def test_what_a_name_holds_never_becomes_a_statement(project: Project) -> None:
    remedies = [
        finding["remedy"] for result in project.run("check", "--json").data["checks"] for finding in result["findings"]
    ]
    statements = [text for remedy in remedies for text in statements_of(remedy)]
    assert len(statements) > 2 * len(NAMES)
    assert [text for text in statements if text.lower().startswith("drop table")] == []


def statements_of(remedy: str) -> list[str]:
    """None where it is words for a person."""
    try:
        return [each.text.strip() for each in parse(remedy)]
    except OpskitError:
        return []


def test_remedies_mend_what_they_were_found_for(project: Project, hostile: str) -> None:
    """Of the checks whose remedy is a whole statement, run as it is printed."""
    slugs = ["index_duplicate", "constraint_not_validated", "disabled_trigger"]
    with psycopg.connect(hostile, autocommit=True) as owner:
        for slug in slugs:
            (result,) = project.run("check", slug, "--json").data["checks"]
            assert len(result["findings"]) >= len(NAMES)
            for finding in result["findings"]:
                owner.execute(finding["remedy"].partition("; then ")[0].encode())
            assert project.run("check", slug, "--json").data["checks"][0]["findings"] == [], slug
        assert owner.execute("select to_regclass('public.victim') is not null").fetchone() == (True,)
