"""What Tab offers: by real shells, from local files alone, and never something that a shell would run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.shells import BEGUN, Shell

from opskit.app import checklist
from opskit.cli import completing
from opskit.cli.completing import SHELLS

OWN = """\
schema = 1
[[phase]]
id = "p"
pause = "go?"
[[phase]]
id = "q"
[[item]]
id = "own-item"
[[item]]
id = "$(touch hacked)"
[gate.mine]
[[gate.mine.metric]]
id = "own-metric"
"""
LINES = {
    "opskit checkl": "opskit checklist",
    "opskit check -e stag": "opskit check -e staging",
    "opskit compare staging prod": "opskit compare staging production",
    "opskit check index_inv": "opskit check index_invalid",
    "opskit checklist show query-t": "opskit checklist show query-timeout",
    "opskit gate sign canary user-r": "opskit gate sign canary user-reports",
    "opskit report --runbook index-m": "opskit report --runbook index-maintenance",
    "opskit report -o jun": "opskit report -o junit",
    "opskit explain create-index-bl": "opskit explain create-index-blocking",
    "opskit completion fi": "opskit completion fish",
}


@pytest.fixture
def window(project: Project) -> Project:
    project.environment("staging", "host=127.0.0.1 port=1 dbname=nothing")
    return project.environment("production", "host=127.0.0.1 port=1 dbname=nothing", "protected = true")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Callable[..., set[str]]:
    """`offered(project, "check", "")`: what there is for the last of these words."""

    def ask(project: Project, *words: str) -> set[str]:
        with monkeypatch.context() as patched:
            patched.setenv("_OPSKIT_COMPLETE", "bash_complete")
            patched.setenv("COMP_WORDS", " ".join(["opskit", *words]))
            patched.setenv("COMP_CWORD", str(len(words)))
            outcome = project.run().ok()
        assert outcome.err == ""
        return {line.removeprefix("plain,") for line in outcome.out.splitlines()}

    return ask


@pytest.mark.parametrize("name", BEGUN)
def test_a_real_shell_completes(window: Project, shell: Callable[[str], Shell], name: str) -> None:
    begun = shell(name)
    assert {typed: begun.completed(typed) for typed in LINES} == LINES


def test_every_shell_has_its_script() -> None:
    assert set(SHELLS) == BEGUN.keys()


def test_items_are_those_of_the_runbook_that_a_command_takes() -> None:
    assert completing.USUAL == checklist.USUAL


def test_the_script_is_printed_as_it_is_with_the_line_that_reads_it(project: Project) -> None:
    lines = project.run("completion", "bash").ok().out.splitlines()
    assert lines[0] == '# eval "$(opskit completion bash)"'
    assert "complete -o nosort -F _opskit_completion opskit" in "\n".join(lines)
    assert project.run("completion", "zsh", "--json").ok().data["script"].splitlines()[1] == "#compdef opskit"


def test_another_shell_is_refused_with_those_there_are(project: Project) -> None:
    outcome = project.run("completion", "tcsh").exits(2)
    assert "'bash', 'zsh', 'fish'" in outcome.err


def test_commands_and_what_follows_the_one_that_need_not_be_named(
    window: Project, offered: Callable[..., set[str]]
) -> None:
    assert {"check", "checklist", "compare", "completion", "config"} == offered(window, "c")
    assert {"run", "list", "index_invalid", "durability_off"} <= offered(window, "check", "")
    assert {"show", "sign", "run", "query-timeout", "window"} <= offered(window, "checklist", "")
    assert {"--runbook", "-e", "--help"} <= offered(window, "checklist", "-")


def test_what_is_typed_after_tab_was_pressed_is_parsed_as_ever(
    window: Project, offered: Callable[..., set[str]]
) -> None:
    offered(window, "c")
    assert "there is no command 'checc'" in window.run("checc").exits(2).err


def test_names_are_those_of_the_files_that_lie_there(window: Project, offered: Callable[..., set[str]]) -> None:
    (window.place / "runbooks").mkdir()
    (window.place / "runbooks" / "own.toml").write_text(OWN, encoding="utf-8")
    (window.place / "sql" / "checks").mkdir(parents=True)
    (window.place / "sql" / "checks" / "own_check.sql").write_text("", encoding="utf-8")
    with (window.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\npath = "runbooks"\n')
    own = ("--runbook", "own")
    assert offered(window, "plan", "-e", "") == {"staging", "production"}
    assert {"own", "migration-readiness"} <= offered(window, "report", "--runbook", "")
    assert offered(window, "checklist", "show", *own, "") == {"own-item", "p"}
    assert offered(window, "checklist", "undo", *own, "") == {"own-item"}
    assert offered(window, "gate", "status", *own, "") == {"mine"}
    assert offered(window, "gate", "sign", *own, "mine", "") == {"own-metric"}
    assert "own_check" in offered(window, "check", "own")


@pytest.mark.parametrize("name", ["$(touch hacked)", "`touch hacked`", "a b", "a;b", "*", "-n", "a\\nb", "~x", "a'b"])
def test_a_name_that_a_shell_would_take_for_more_than_a_word_is_not_offered(
    project: Project, offered: Callable[..., set[str]], name: str
) -> None:
    text = f"[environments.\"{name}\"]\nservice = 'x'\n[environments.good]\nservice = 'x'\n"
    (project.place / "opskit.toml").write_text(text, encoding="utf-8")
    assert offered(project, "plan", "-e", "") == {"good"}


@pytest.mark.parametrize("text", ["[", "environments = 3", "[runbooks]\npath = 3", "\x00", "[environments]\nx = 1"])
def test_a_broken_file_is_no_error_while_somebody_types(
    project: Project, offered: Callable[..., set[str]], text: str
) -> None:
    (project.place / "opskit.toml").write_text(text, encoding="utf-8")
    offered(project, "plan", "-e", "")
    assert "query-timeout" in offered(project, "checklist", "show", "")


@pytest.mark.parametrize(
    "words", [["nothing", ""], ["--version", ""], ["plan", "-o", "junit", ""], ["checklist", "nothing", ""], ["-o", ""]]
)
def test_what_could_not_be_typed_is_no_error_either(
    window: Project, offered: Callable[..., set[str]], words: list[str]
) -> None:
    offered(window, *words)
