"""What every file keeps to: its ending, its size, its SQL, its excuses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from opskit.catalog.check_names import slugs

ROOT = Path(__file__).parents[2]
# Built or downloaded, never written by hand.
NOT_OURS = {"build", "dist", "__pycache__", "opskit-demo"}
TEXT = {".py", ".sql", ".toml", ".cfg", ".md", ".j2", ".sh", ".pgbench", ".svg", ".yml", ""}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
PLACEHOLDER = re.compile(r"%\([a-z_]+\)s")
HOME_FOLDER = re.compile(r"(?<![\w.])/(?:home/|Users/|root\b)")
EXCUSE = re.compile(r"# (?:noqa|type: ignore|fmt: skip|pragma)")
EXCUSED_BY_A_CODE = re.compile(r"# (?:noqa: [A-Z]+\d+|type: ignore\[[a-z-]+\]|fmt: skip)")


def files(*endings: str) -> list[Path]:
    """Those of the project with such an ending, without hidden folders and what is built."""
    return sorted(path for path in _walk(ROOT) if path.suffix in endings)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink() or path.name in NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_file():
            yield path
        elif not path.name.startswith(".") or path.name == ".ci":
            yield from _walk(path)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of every function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{named(path)}: {node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_a_text_file_ends_with_one_newline_and_holds_no_carriage_return() -> None:
    texts = {named(path): path.read_bytes() for path in files(*TEXT)}
    assert len(texts) > 100
    assert [name for name, text in texts.items() if text and not text.endswith(b"\n")] == []
    assert [name for name, text in texts.items() if text.endswith(b"\n\n") or b"\r" in text] == []


def test_python_is_indented_by_spaces() -> None:
    assert [named(path) for path in files(".py") if "\t" in path.read_text("utf-8")] == []


def test_no_file_names_the_home_folder_of_a_person() -> None:
    assert [named(path) for path in files(*TEXT) if HOME_FOLDER.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("folder", ["checks", "checks/with", "facts", "record", "ledger"])
def test_a_percent_sign_in_sql_is_a_parameter(folder: str) -> None:
    texts = {named(path): path.read_text("utf-8") for path in (ROOT / "sql" / folder).glob("*.sql")}
    assert texts
    assert [name for name, text in texts.items() if "%" in PLACEHOLDER.sub("", text)] == []


@pytest.mark.parametrize("folder", ["checks", "checks/with", "facts", "record", "ledger"])
def test_sql_is_one_statement_without_a_semicolon(folder: str) -> None:
    texts = {named(path): path.read_text("utf-8") for path in (ROOT / "sql" / folder).glob("*.sql")}
    assert [name for name, text in texts.items() if ";" in "".join(_code(text))] == []


def _code(text: str) -> Iterator[str]:
    """SQL without comments and without what stands between single quotes, or is the body of a function."""
    for line in re.sub(r"(?s)\$body\$.*\$body\$|'[^']*'", "''", text).splitlines():
        yield line.partition("--")[0]


def test_every_check_has_a_script_and_every_script_a_check() -> None:
    assert sorted(path.stem for path in (ROOT / "tests" / "checks").glob("*.sql")) == slugs()


def test_a_module_and_a_function_stay_short() -> None:
    modules = [path for path in files(".py") if path.is_relative_to(ROOT / "opskit")]
    assert modules
    assert [named(path) for path in modules if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE] == []
    assert [name for path in modules for name, lines in functions(path) if lines > LONGEST_FUNCTION] == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [named(path) for path in files(".py") if path.stem in drawers] == []


def test_an_excuse_names_the_rule_it_excuses_from() -> None:
    lines = [(path, line) for path in files(".py") if path != Path(__file__) for line in _lines(path)]
    excused = [f"{named(path)}: {line.strip()}" for path, line in lines if EXCUSE.search(line)]
    assert excused
    assert [line for line in excused if not EXCUSED_BY_A_CODE.search(line)] == []


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()
