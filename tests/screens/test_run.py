"""`opskit checklist run` as a person sits before it."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from fixtures.checklist import agreed, events, with_numbers
from fixtures.program import Project
from fixtures.terminal import Terminal, Terminals

Golden = Callable[[str, str | Terminal], None]
PAGE = {"lines": 110}
QUESTION = "production is PROTECTED. Type its name to go on"


@pytest.fixture
def window(database: str, project: Project) -> Project:
    """Everybody has agreed to go on; the migration is to be applied to a protected environment."""
    with_numbers(project, database)
    project.environments.clear()
    return agreed(project.environment("production", database, "protected = true"))


def applied(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as connection:
        return connection.execute("select to_regclass('one') is not null").fetchone() == (True,)


def test_the_question_shows_the_item_and_its_plan_and_a_wrong_name_is_a_no(
    window: Project, database: str, terminal: Terminals, golden: Golden
) -> None:
    asked = terminal("checklist run apply-migration", lines=40)
    asked.until(QUESTION)
    golden("run_question", asked)
    asked.type("productoin", "Enter")
    assert asked.exit_code() == 11
    assert "STOPPED" in asked.screen() or "was not confirmed" in asked.screen()
    assert not applied(database)
    assert events(window, "item.started") == []


def test_the_typed_name_does_it_and_the_page_says_why_it_stopped_and_what_comes_next(
    window: Project, database: str, terminal: Terminals, golden: Golden
) -> None:
    asked = terminal("checklist run", **PAGE)
    asked.until("apply-migration on production", QUESTION)
    asked.type("production", "Enter")
    assert asked.exit_code() == 8
    assert applied(database)
    screen = asked.screen()
    golden("run_stopped", screen[screen.index("STOPPED") :])


def test_ctrl_c_at_the_question_changes_nothing(window: Project, database: str, terminal: Terminals) -> None:
    asked = terminal("checklist run apply-migration", lines=40)
    asked.until(QUESTION)
    asked.type("C-c")
    assert asked.exit_code() == 130
    assert not applied(database)
    assert events(window, "item.started") == []
