"""docs/safety.md names tests that are there, for every law, and every file of tests/laws."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest

from meta.played import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "safety.md").read_text("utf-8")
LAWS = range(1, 11)
ROWS = {int(number): (promise.strip(), shown) for number, promise, shown in
        re.findall(r"^\| (\d+) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)}  # fmt: skip
COMMANDS = [line for block in blocks(PAGE) if block.language == "sh" for line in block.body.splitlines()]


def held(path: str) -> list[str]:
    """The names of the tests in a file; that it is there is taken for granted."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def chapter(law: int) -> str:
    return re.split(r"^##", PAGE.partition(f"\n### {law}. ")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_law_is_in_the_table_with_a_promise_of_one_sentence() -> None:
    assert list(ROWS) == list(LAWS)
    for promise, _ in ROWS.values():
        assert promise.endswith(".")
        assert ". " not in promise


@pytest.mark.parametrize("law", LAWS)
def test_a_law_names_files_that_hold_tests(law: int) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", ROWS[law][1])
    assert named
    assert [path for path in named if not held(path)] == []


@pytest.mark.parametrize("law", LAWS)
def test_a_law_says_how_it_is_run_and_what_it_does_not_cover(law: int) -> None:
    (block,) = blocks(chapter(law))
    paths = set(re.findall(r"tests/[\w/.]+", block.body))
    assert any(path in ROWS[law][1] or any(each.startswith(f"{path}/") for each in named(law)) for path in paths)
    assert len(chapter(law).partition("```\n\n")[2]) > 80


def named(law: int) -> list[str]:
    return re.findall(r"`(tests/[\w/.]+)`", ROWS[law][1])


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_finds_tests(line: str) -> None:
    """Each file and folder is there, and a word after -k stands in the name of a test of it."""
    words = [word for word in shlex.split(line) if word.startswith("tests/") or word.endswith(".sh")]
    paths = [word for word in words if " " not in word]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    if " -k " in line:
        assert any(shlex.split(line)[-1] in name for path in paths for name in held(path))


def test_every_file_of_the_laws_is_named() -> None:
    there = {path.name for path in (ROOT / "tests" / "laws").iterdir() if path.suffix in (".py", ".sql")} - {
        "__init__.py"
    }
    assert len(there) > 15
    assert {name for name in there if f"`{name}`" not in PAGE and f"tests/laws/{name}`" not in PAGE} == set()


def test_every_test_that_is_named_is_one() -> None:
    spans = set(re.findall(r"`(tests/[\w/]+/test_\w+\.py)`", PAGE))
    assert len(spans) > 20
    assert [path for path in spans if not (ROOT / path).is_file() or not held(path)] == []
