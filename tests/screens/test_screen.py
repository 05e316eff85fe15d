"""`opskit checklist` at a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fixtures.checklist import NOWHERE, agreed, with_numbers
from fixtures.program import Project
from fixtures.terminal import Terminals

Golden = Callable[[str, str], None]
ESCAPE = "\033"
PAGE = {"lines": 90}


@pytest.fixture
def away(project: Project) -> Project:
    """Nothing was done yet, and the server is out of reach."""
    return project.environment("production", NOWHERE, "protected = true")


@pytest.mark.parametrize("columns", [80, 200])
def test_it_says_what_to_do_next_though_the_server_is_out_of_reach(
    away: Project, terminal: Terminals, golden: Golden, columns: int
) -> None:
    shown = terminal("checklist", columns=columns, **PAGE)
    assert shown.exit_code() == 0
    golden(f"checklist_{columns}", shown.screen())


@pytest.mark.parametrize(
    "environ",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}],
    ids=lambda environ: " ".join(f"{key}={value}" for key, value in environ.items()),
)
def test_it_says_the_same_without_colour_and_without_utf_8(
    away: Project, terminal: Terminals, golden: Golden, environ: dict[str, str]
) -> None:
    shown = terminal("checklist", **PAGE, **environ)
    assert shown.exit_code() == 0
    golden("checklist_80", shown.screen())
    if environ.keys() & {"NO_COLOR", "TERM"}:
        assert ESCAPE not in shown.written("exit 0")


def test_a_colour_is_never_the_only_sign(away: Project, terminal: Terminals) -> None:
    shown = terminal("checklist", **PAGE)
    assert shown.exit_code() == 0
    painted = re.findall(r"\033\[[1-9][0-9;]*m(.*?)\033\[0m", shown.written("exit 0"))
    assert painted
    assert set(painted) <= {"PENDING", "BLOCKED"}


@pytest.mark.parametrize("environ", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=["utf-8", "ascii"])
def test_text_from_a_file_is_seen_and_never_heard(
    database: str, project: Project, terminal: Terminals, environ: dict[str, str]
) -> None:
    """A name with escape codes and line breaks neither moves the cursor nor makes lines of its own."""
    hostile = 'create index "x\033[31m\033]0;owned\007\nPASS  done" on numbers (n);'
    agreed(with_numbers(project, database).migration("a2_\033[2Jevil", hostile))
    shown = terminal("checklist run", NO_COLOR="1", columns=120, **PAGE, **environ)
    screen = shown.until("Go on with test?")
    assert "\\u001b[31m\\u001b]0;owned\\u0007" in "".join(screen.split("\n"))
    assert not re.search(r"^PASS  done", screen, re.M)
    shown.type("n", "Enter")
    assert ESCAPE not in shown.written(f"exit {shown.exit_code()}")
