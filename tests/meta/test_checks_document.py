"""docs/checks.md is played from top to end: its files are written, its SQL runs, its commands answer as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fixtures.program import Project
from fixtures.server import Connect
from psycopg.conninfo import make_conninfo
from psycopg.errors import UndefinedObject

from meta.command_tree import words_of
from meta.played import Block, blocks, tells, typed
from opskit.catalog import check_faults, check_script

PAGE = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")


def rows(heading: str) -> set[str]:
    """What stands between backquotes in the first column of a table."""
    part = PAGE.partition(f"\n| {heading} |")[2].partition("\n\n")[0]
    return set(re.findall(r"^\| `([^`]+)`", part, re.MULTILINE))


@pytest.fixture
def shop(database: str, project: Project, connect: Connect) -> Iterator[Project]:
    yield project.environment("staging", database)
    with suppress(UndefinedObject):
        connect(database).execute("drop owned by watcher; drop role watcher")


def play(block: Block, shop: Project, connect: Connect) -> None:
    database, settings = shop.environments["staging"], shop.place / "opskit.toml"
    if block.mark.startswith("file: "):
        (shop.place / block.mark.removeprefix("file: ")).write_text(block.body, encoding="utf-8")
    elif block.mark == "opskit.toml":
        settings.write_text(settings.read_text("utf-8") + block.body, encoding="utf-8")
    elif block.mark == "run":
        connect(conninfo_of(database)).execute(block.body.encode())
    else:
        assert block.language == "console", f"a block that nothing is done with: {block}"
        before = settings.read_text("utf-8")
        if block.mark:
            login = make_conninfo(conninfo_of(database), user=block.mark.removeprefix("as "))
            settings.write_text(before.replace(conninfo_of(database), login), encoding="utf-8")
        answers(block, shop)
        settings.write_text(before, encoding="utf-8")


def conninfo_of(environment: str) -> str:
    return environment.partition('dsn = "')[2].partition('"')[0]


def answers(block: Block, shop: Project) -> None:
    for each in typed(block.body):
        outcome = shop.run(*words_of(each.line)).exits(each.code)
        answer = outcome.out.replace(f"{shop.place}/", "")
        assert tells(each.told, answer), f"$ {each.line}\n{answer}"


def test_it_answers_as_it_is_told(shop: Project, connect: Connect) -> None:
    played = blocks(PAGE)
    assert len(played) == PAGE.count("\n```") / 2 > 10
    for block in played:
        play(block, shop, connect)


@pytest.mark.parametrize(
    ("told", "answer", "same"),
    [
        ("a\n", "a\n\n", True), ("a\n…\n", "a\n", True), ("a\n…\nd\n", "a\nb\nc\nd\n", True), ("a …\n", "a b\n", True),
        ("a\n", "a\nb\n", False), ("a\n…\nd\n", "a\nb\n", False), ("a.c\n", "abc\n", False),
        ("a …\n", "a b\nc\n", False),
    ],
)  # fmt: skip
def test_another_answer_is_noticed(told: str, answer: str, same: bool) -> None:
    assert tells(told, answer) is same


def test_every_header_key_is_in_it() -> None:
    assert rows("header") == check_faults.REQUIRED | check_faults.OPTIONAL | check_faults.MANY


def test_every_directive_of_a_script_is_in_it() -> None:
    there = re.findall(r"^    (--(?: [a-z]+)+)", check_script.__doc__ or "", re.MULTILINE)
    told = {each.partition(":")[0].removesuffix(" name") for each in rows("directive")}
    assert told == set(there)
