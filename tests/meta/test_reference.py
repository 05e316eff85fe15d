"""docs/reference.md and the man pages say what the program says, and can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from click import UsageError

from meta.command_tree import all_commands, parsed
from opskit import errors
from opskit.errors import OpskitError

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
MAN = {path.stem: path for path in sorted((ROOT / "docs" / "man").glob("*.1"))}
COMMANDS = dict(all_commands())
READERS = (
    ["man", "--warnings", "-l"],
    ["groff", "-man", "-ww", "-Tutf8"],
    ["mandoc", "-T", "lint", "-W", "warning"],
)  # fmt: skip
CHAPTERS = ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", '"EXIT STATUS"', "EXAMPLES", '"SEE ALSO"')


def read(*pages: Path) -> str:
    """As they are seen, one below the other, without overstriking and broken words."""
    done = subprocess.run(["groff", "-man", "-Tascii", "-P-cbou", "-rHY=0", *pages], capture_output=True, check=True)
    return " ".join(done.stdout.decode("ascii").split())


def called(name: str) -> str:
    """The page of a command; that of one which need not be named is called as what is typed instead."""
    *group, _ = name.split()
    with suppress(UsageError):
        if group and parsed(group) == name:
            return "-".join(["opskit", *group])
    return "-".join(["opskit", *name.split()])


def groups() -> set[str]:
    """The pages of groups of which a command has to be named."""
    words = [name.split()[:count] for name in COMMANDS for count in range(1, len(name.split()))]
    return {"-".join(["opskit", *each]) for each in words} - set(map(called, COMMANDS))


@pytest.mark.parametrize("name", ["make_reference.py", "make_man.py"])
def test_what_is_written_is_what_the_program_tells(name: str) -> None:
    words = [sys.executable, "-B", str(ROOT / "docs" / name), "--check"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_command_is_in_the_reference_once_with_all_its_options() -> None:
    chapters = dict(re.findall(r"^### opskit (.+)\n((?:(?!##).*\n?)*)", REFERENCE, re.M))
    assert chapters.keys() == COMMANDS.keys()
    common = REFERENCE.partition("## Exit codes")[0]
    for name, command in COMMANDS.items():
        for option in (each for each in command.params if each.param_type_name == "option"):
            assert any(each in chapters[name] + common for each in option.opts), f"{name} {option.opts}"
        assert all(f"$ {example}\n" in chapters[name] for example in command.examples)


def test_every_exit_code_is_in_both() -> None:
    raised = {str(each.exit_code) for each in vars(errors).values() if isinstance(each, type)
              and issubclass(each, OpskitError) and each is not OpskitError}  # fmt: skip
    told = REFERENCE.partition("## Exit codes")[2].partition("\n## ")[0]
    assert raised | {"0", "70"} <= set(re.findall(r"\d+", told))
    for stem in MAN.keys() - groups():
        statuses = MAN[stem].read_text("ascii").partition('.SH "EXIT STATUS"')[2].partition(".SH ")[0]
        assert raised | {"0", "70"} <= set(re.findall(r"\d+", statuses)), stem


def test_every_command_and_group_has_a_man_page_and_the_first_page_names_them_all() -> None:
    assert {"opskit-fleet", "opskit-fleet-export"} <= groups()
    assert MAN.keys() == {"opskit", *map(called, COMMANDS), *groups()}
    named = MAN["opskit"].read_text("ascii").partition('.SH "SEE ALSO"')[2].replace("\\-", "-")
    assert {f"opskit{name}" for name in re.findall(r"^\.BR opskit(\S+) \(1\)", named, re.M)} == MAN.keys() - {"opskit"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_man_page_of_a_command_has_every_chapter_and_leads_to_pages_there_are(name: str) -> None:
    page = MAN[called(name)].read_text("ascii").replace("\\-", "-")
    assert re.findall(r"^\.SH (.+)$", page, re.M) == list(CHAPTERS)
    references = re.findall(r"^\.BR (\S+) \(1\)", page, re.M)
    assert "opskit" in references
    assert set(references) <= MAN.keys() - {called(name)}


def test_the_man_page_of_a_group_has_its_commands_and_leads_to_their_pages() -> None:
    for stem in groups():
        page = MAN[stem].read_text("ascii").replace("\\-", "-")
        below = {name for name in COMMANDS if called(name).startswith(f"{stem}-")}
        assert set(re.findall(r"^\.B opskit ([a-z0-9 -]+) \[", page, re.MULTILINE)) == below
        assert set(re.findall(r"^\.BR (\S+) \(1\)", page, re.MULTILINE)) == {"opskit", *map(called, below)}


@pytest.mark.parametrize("words", READERS, ids=lambda words: words[0])
def test_a_man_page_is_read_without_a_warning(words: list[str], request: pytest.FixtureRequest) -> None:
    program = shutil.which(words[0])
    if not program and words[0] == "mandoc":
        program = str(request.getfixturevalue("readers") / "mandoc")
    if not program:
        pytest.skip(f"{words[0]} is not installed")
    for path in MAN.values():
        done = subprocess.run([program, *words[1:], path], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_man_shows_every_command_with_its_options_and_its_examples_as_they_are_typed() -> None:
    first = read(MAN["opskit"])
    for name, command in COMMANDS.items():
        assert f"opskit {name} " in first
        page = read(MAN[called(name)])
        assert f"opskit {name} " in page
        assert all(" ".join(example.split()) in page for example in command.examples), name
        for option in (each for each in command.params if each.param_type_name == "option"):
            assert all(each in page for each in option.opts), f"{name} {option.opts}"
            assert " ".join((getattr(option, "help", "") or "").split())[:20] in page, f"{name} {option.opts}"


def test_a_page_keeps_its_day_until_it_says_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    dated = import_module("make_man").dated
    page = '.TH OPSKIT 1 "" "opskit 1" "User Commands"\nsays this\n'
    before = page.replace('""', '"2001-02-03"')
    assert dated(page, before) == before
    changed = dated(page.replace("this", "that"), before)
    assert "2001-02-03" not in changed
    assert re.search(r'^\.TH OPSKIT 1 "\d{4}-\d\d-\d\d" ', changed)
    assert dated(page, page) == dated(page, "") != page
