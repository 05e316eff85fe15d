"""`opskit checklist watch`: what is seen while others are at work."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fixtures.checklist import NOWHERE, REASON, agreed, with_numbers
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.terminal import Terminal, Terminals
from laws.test_steps import next_transaction

from opskit.scratch.cluster import Cluster, running

Golden = Callable[[str, str | Terminal], None]
SIGN = ("checklist", "sign", "review-analysis", *REASON)
SIGNED = "signed review-analysis: every claim was measured again"


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])
def test_the_sign_off_of_somebody_else_appears_by_itself(
    numbers: Project, terminal: Terminals, golden: Golden, columns: int, lines: int
) -> None:
    seen = terminal("checklist watch", columns=columns, lines=lines)
    seen.until("at work nobody", "Nothing of migration-readiness is in the ledger yet")
    numbers.run(*SIGN).ok()
    seen.until(SIGNED)
    golden(f"watch_{columns}x{lines}", seen)
    seen.type("q")
    assert seen.exit_code() == 0


@pytest.mark.parametrize("key", ["q", "C-c"])
def test_the_screen_from_before_comes_back_when_it_ends(numbers: Project, terminal: Terminals, key: str) -> None:
    seen = terminal("checklist watch")
    seen.until("at work nobody")
    seen.type(key)
    assert seen.exit_code() == 0
    assert seen.screen().strip() == "exit 0"


def test_it_is_drawn_anew_for_a_terminal_of_another_size(numbers: Project, terminal: Terminals) -> None:
    seen = terminal("checklist watch")
    seen.until("lines 1 to 23 of")
    seen.resize(120, 70)
    screen = seen.until("Success criteria", "Dashboard loads in")
    assert " lines 1 to " not in screen
    assert "A backup younger than 24 h was restored" in screen


def test_a_long_page_is_read_to_its_end(numbers: Project, terminal: Terminals) -> None:
    seen = terminal("checklist watch")
    seen.until("lines 1 to 23 of")
    seen.type("Space", "Space", "Space", "Space")
    seen.until("Success criteria")
    seen.type("b", "b", "b", "b")
    seen.until("lines 1 to 23 of")


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"TERM": "dumb", "LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_a_terminal_that_cannot_gets_the_page_whenever_something_has_changed(
    numbers: Project, terminal: Terminals, environ: dict[str, str]
) -> None:
    seen = terminal("checklist watch --every 1s", lines=300, **environ)
    seen.until("at work nobody", "Dashboard loads in")
    numbers.run(*SIGN).ok()
    screen = seen.until(SIGNED)
    assert len(re.findall(r"^-- \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$", screen, re.M)) == 2
    seen.type("C-c")
    assert seen.exit_code() == 0
    assert "\033" not in seen.written("exit 0")


def test_without_colour_only_the_screen_itself_is_handled(numbers: Project, terminal: Terminals) -> None:
    seen = terminal("checklist watch", NO_COLOR="1")
    seen.until("at work nobody")
    written = seen.written("\033[?1049h", "q ends, ")  # its last line
    assert re.findall(r"\033\[[0-9;]*m", written) == []


def test_a_server_that_goes_away_and_comes_back_is_told_and_survived(
    pg_bin: Path, project: Project, terminal: Terminals, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = Cluster.create(tmp_path_factory.mktemp("away"), "away", pg_bin, {})
    try:
        with running(server):
            project.environment("test", server.conninfo())
            seen = terminal("checklist watch", lines=60)
            seen.until("at work nobody")
        seen.until("at work not known")
        project.run("checklist", "show").ok()
        with running(server):
            seen.until("at work nobody")
            seen.type("q")
            assert seen.exit_code() == 0
    finally:
        server.destroy()


@contextmanager
def beside(project: Project, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "opskit", *words]
    with subprocess.Popen(command, cwd=project.place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_what_another_operator_does_is_running_and_the_locks_it_waits_for_are_told(
    numbers: Project, database: str, connect: Connect, terminal: Terminals
) -> None:
    agreed(numbers)
    holder = connect(database)
    holder.execute("begin; insert into numbers values (1)")  # a concurrent build waits for its end
    seen = terminal("checklist watch", columns=100, lines=60)
    with beside(numbers, "checklist", "run", "apply-migration", "--confirm", "test"):
        screen = seen.until("RUNNING apply-migration", "ShareUpdateExclusiveLock on public.numbers")
        told = " ".join(screen.split())  # a long name of the machine breaks the line
        assert re.search(r"at work \S+@\S+ since [\d:]+ UTC, for \d+ s, run [\w-]+ \(pid \d+\)", told)
        assert "opskit checklist watch -e test" in screen
        holder.execute("rollback")
        seen.until("PASS apply-migration", "at work nobody")


def test_watching_leaves_nothing_behind(numbers: Project, database: str, terminal: Terminals, home: Path) -> None:
    def files() -> set[str]:
        return {str(path) for place in (numbers.place, home) for path in place.rglob("*") if "raw" not in path.name}

    def used() -> int:
        """Transaction ids, by anybody: autovacuum may be at work."""
        before = next_transaction(database)
        seen = terminal("checklist watch --every 1s")
        seen.until("at work nobody")
        first = seen.screen().splitlines()[-1]
        seen.once(lambda screen: screen.splitlines()[-1] != first, "another look")
        assert seen.type("q").exit_code() == 0
        return next_transaction(database) - before

    before = files()
    assert any(used() == 0 for _ in range(10))
    assert files() == before


def test_one_session_looks_again_and_again(
    numbers: Project, connect: Connect, database: str, terminal: Terminals
) -> None:
    sessions = "select array_agg(distinct pid) from pg_stat_activity where application_name ~ '^opskit/.*/look$'"
    seen = terminal("checklist watch --every 1s")
    seen.until("at work nobody")
    db = connect(database)
    first = db.execute(sessions).fetchone()
    clock = seen.screen().splitlines()[-1]
    seen.once(lambda screen: screen.splitlines()[-1] != clock, "another look")
    assert first != (None,)
    assert db.execute(sessions).fetchone() == first


def test_a_document_is_not_watched(project: Project) -> None:
    project.environment("test", NOWHERE)
    refused = project.run("checklist", "watch", "--json").exits(2)
    assert "watch shows pages" in refused.err
    assert "opskit checklist --json" in refused.err


def test_a_runbook_that_is_not_there_is_an_error_and_no_page(project: Project, terminal: Terminals) -> None:
    project.environment("test", NOWHERE)
    seen = terminal("checklist watch --runbook nothing")
    assert seen.exit_code() != 0
    assert "nothing" in seen.screen()
