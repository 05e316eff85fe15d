"""docs/reference.md and the man page say what the program says, and can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from meta.command_tree import all_commands
from opskit import errors
from opskit.errors import OpskitError

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
MAN = ROOT / "docs" / "man" / "opskit.1"
COMMANDS = dict(all_commands())
READERS = (
    ["man", "--warnings", "-l", str(MAN)],
    ["groff", "-man", "-ww", "-Tutf8", str(MAN)],
    ["mandoc", "-T", "lint", "-W", "warning", str(MAN)],
)


def read() -> str:
    """The page as it is seen, without overstriking and broken words."""
    done = subprocess.run(["groff", "-man", "-Tascii", "-P-cbou", "-rHY=0", str(MAN)], capture_output=True, check=True)
    return " ".join(done.stdout.decode("ascii").split())


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
    statuses = MAN.read_text("ascii").partition('.SH "EXIT STATUS"')[2].partition(".SH ")[0]
    assert raised | {"0", "70"} <= set(re.findall(r"\d+", statuses))


@pytest.mark.parametrize("words", READERS, ids=lambda words: words[0])
def test_the_man_page_is_read_without_a_warning(words: list[str]) -> None:
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_man_page_shows_every_command_and_its_examples_as_they_are_typed() -> None:
    page = read()
    for name, command in COMMANDS.items():
        assert f"opskit {name} " in page
        assert all(" ".join(example.split()) in page for example in command.examples), name
