"""What is written for people is true: commands can be typed, excerpts are real, paths lead somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from meta.command_tree import all_commands, parsed, words_of
from opskit import errors
from opskit.app import item_kinds
from opskit.app.demo import LOAD
from opskit.app.demo_acts import ACTS
from opskit.catalog import runbooks
from opskit.catalog.configuration import load
from opskit.errors import OpskitError

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
DEMO = (ROOT / "docs" / "demo.md").read_text("utf-8")
PAGES = {
    str(path.relative_to(ROOT)): path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
}
FENCE = re.compile(r"```(\w*)\n((?:(?!```).*\n)*)```")


def fenced(text: str, *languages: str) -> Iterator[str]:
    return (body for language, body in FENCE.findall(text) if language in languages)


def written_commands(text: str) -> Iterator[str]:
    """Every `opskit …` in a fenced block, after a prompt or not, and between backquotes."""
    for body in fenced(text, "sh", "console", ""):
        lines = (line.strip().removeprefix("$ ") for line in body.replace("\\\n", " ").splitlines())
        yield from (line for line in lines if re.match(r"opskit [a-z-]", line))
    yield from re.findall(r"`(opskit [^`\n]+)`", FENCE.sub("", text))


def below(comment: str) -> str:
    """The fenced block under a comment, as .ci/run finds it."""
    found = re.search(rf"^<!-- command: {comment} -->\n```sh\n(.+?)\n```$", README, re.M | re.S)
    assert found, f"README.md has no block below the comment {comment!r}"
    return found[1]


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """docs/make_demo.py, which is no part of the package."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    return import_module("make_demo")


@pytest.mark.parametrize("page", PAGES)
def test_a_command_that_is_written_down_can_be_typed(page: str) -> None:
    for line in written_commands(PAGES[page]):
        parsed(words_of(line))


def test_every_command_is_in_the_readme() -> None:
    known = {parsed(words_of(line)) for line in written_commands(README)}
    assert {name for name, _ in all_commands()} <= known


def test_a_new_user_needs_two_commands() -> None:
    new, tests = below("demo"), below("test")
    assert new.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert "'.[demo]'" in new
    assert new.endswith(".venv/bin/opskit demo")
    assert "'.[test]'" in tests
    assert ".venv/bin/pytest" in tests
    assert README.count("<!-- command: ") == 2


def test_the_configuration_in_the_readme_is_one(tmp_path: Path) -> None:
    (block,) = fenced(README, "toml")
    (tmp_path / "opskit.toml").write_text(block, encoding="utf-8")
    settings = load(tmp_path)
    assert set(settings.environments) == {"staging", "production"}
    assert settings.environments["production"].protected


def test_the_exit_codes_in_the_readme_are_those_there_are() -> None:
    table = README.partition("## Exit codes")[2].partition("\n\n## ")[0]
    rows = [line.strip("| ").split("|") for line in table.splitlines() if re.match(r"\| \d", line)]
    told = {int(code) for row in rows for cell in (row[0], row[2]) for code in cell.split(",")}
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, OpskitError)]
    raised = {each.exit_code for each in classes if each is not OpskitError}
    assert told == raised | {0, 10, 70, 143}


def test_the_demo_is_told_as_it_is_played(maker: ModuleType) -> None:
    told = maker.acts(DEMO)
    load = [(f"{shlex.join(LOAD)} &", 0)]
    played = [each for act in ACTS for each in [*(load if act.under_load else []), (act.line, act.exit_code)]]
    assert [act.says for act in told] == [act.says for act in ACTS if act.says]
    assert [(each.line, each.exit_code) for act in told for each in act.typed] == played
    assert "SURPRISE" not in DEMO


def test_the_demo_is_told_without_what_differs_from_run_to_run(maker: ModuleType) -> None:
    assert maker.blanked(DEMO) == DEMO
    assert not re.search(r"/(tmp|var)/", DEMO)


def test_a_demo_that_went_another_way_is_noticed(maker: ModuleType, tmp_path: Path) -> None:
    same = maker.document(DEMO.replace("## ", "# "))
    assert maker.differences(same) == []
    other = DEMO.replace("(exit 4)", "(exit 8)", 1)
    assert len(maker.differences(other)) == 1


def test_the_excerpts_in_the_readme_are_real(maker: ModuleType) -> None:
    assert len(maker.EXCERPT.findall(README)) == README.count("```console") > 0
    assert maker.with_excerpts(README, DEMO) == README


def test_the_examples_for_contributors_are_files_of_the_project() -> None:
    quoted = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", PAGES["CONTRIBUTING.md"], re.S)
    assert len(quoted) == 5
    assert [name for name, body in quoted if body != (ROOT / name).read_text("utf-8")] == [], "quote them anew"


def test_the_small_runbook_for_contributors_is_one(tmp_path: Path) -> None:
    (block,) = fenced(PAGES["CONTRIBUTING.md"], "toml")
    (tmp_path / "backup.toml").write_text(block, encoding="utf-8")
    assert len(runbooks.load(tmp_path / "backup.toml", item_kinds.shapes()).items) == 3


@pytest.mark.parametrize("page", [page for page in PAGES if page != "docs/demo.md"])
def test_a_path_that_is_written_down_leads_somewhere(page: str) -> None:
    text = FENCE.sub("", PAGES[page])
    links = [(ROOT / page).parent / target for target in re.findall(r"\]\((?!https?:)([^)#]+)", text)]
    spans = re.findall(r"`((?:opskit|sql|tests|runbooks|docs)/[\w./-]+)`", text)
    assert [str(path) for path in [*links, *(ROOT / span for span in spans)] if not path.exists()] == []
