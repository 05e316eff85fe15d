"""docs/demo.md, from what `opskit demo` really prints.

python docs/make_demo.py                run the demo in a temporary folder (about a minute) and write docs/demo.md
python docs/make_demo.py FILE           the same from a transcript that is there already
python docs/make_demo.py --check FILE   exit 1 when a transcript tells another story than docs/demo.md
"""

from __future__ import annotations

import getpass
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

DOCUMENT = Path(__file__).with_name("demo.md")
README = Path(__file__).parents[1] / "README.md"
EXCERPT = re.compile(r"(<!-- demo (\d+): (.+) -->\n```console\n)((?:(?!```).*\n)*)")
INTRODUCTION = """\
# The demo, whole

What `opskit demo` prints: two throwaway servers (PostgreSQL 18), the sample database of 100,000 jobs on each, and the
deploy window of its migration, act by act. Every line after a `$` is a command as a person would type it; below it
stands its real output, and `(exit n)` where it ended with another code than 0.

Run ids, dates, process ids, hashes, folders and logins are blanked out. **Durations, sizes and ratios are those of one
run on two shared cores: yours will differ**; what they are worth is in the intervals printed beside them.

This file is written by `docs/make_demo.py`; do not edit it by hand.
"""
# What differs from run to run and says nothing; the blanks are as wide, so that columns stay columns.
BLANKS = [
    (re.compile(r"\b\d{8}-\d{6}-[0-9a-f]{4}\b"), "YYYYMMDD-hhmmss-xxxx"),
    (re.compile(r"\b20\d\d-\d\d-\d\d\b"), "YYYY-MM-DD"),
    (re.compile(r"\b\d\d:\d\d:\d\d\.\d+\+00\b"), "hh:mm:ss.ffffff+00"),
    (re.compile(r"\b\d\d:\d\d:\d\d\b"), "hh:mm:ss"),
    (re.compile(r"(?<=YYYY-MM-DD )\d\d:\d\d\b"), "hh:mm"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "x" * 64),
    (re.compile(r"\bpid \d+"), "pid N"),
    (re.compile(r"(?<![\w./])/[\w./-]*/opskit-demo\b"), "opskit-demo"),
    (re.compile(rf"\b{re.escape(getpass.getuser())}@{re.escape(socket.gethostname())}"), "dba@host"),
]
HEADING = re.compile(r"#{1,2} (\d+)\. (.+)")
LAST_TITLE = "## At the end"
ENDING = re.compile(rf"\d+ acts in |{LAST_TITLE}")
EXIT = re.compile(r"\(exit (\d+)\)")
MEASURES = "opskit bench "
VERDICT = re.compile(r"([A-Z]{2,}(?: [A-Z]{2,})*)  ")


@dataclass(frozen=True)
class Typed:
    """A command, how it ended, and the first status word of its output, if any."""

    line: str
    exit_code: int = 0
    verdict: str = ""


@dataclass(frozen=True)
class Told:
    """One act as it is told."""

    number: int
    says: str
    typed: tuple[Typed, ...]


def blanked(text: str) -> str:
    for pattern, blank in BLANKS:
        text = pattern.sub(blank, text)
    return text


def chapters(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Number, title and lines of each act, and at last ("", "", the lines after the last one)."""
    number, says, lines = "0", "", list[str]()
    for line in text.splitlines():
        heading, ends = HEADING.fullmatch(line), ENDING.match(line)
        if heading or (ends and number):
            if number != "0":
                yield number, says, lines
            number, says = heading.groups() if heading else ("", "")
            lines = [] if heading or line == LAST_TITLE else [line]
        else:
            lines.append(line)
    yield number, says, lines


def acts(text: str) -> list[Told]:
    """Of a transcript or of the document made from it."""
    return [_told(int(number), says, lines) for number, says, lines in chapters(text) if number]


def _told(number: int, says: str, lines: list[str]) -> Told:
    typed: list[Typed] = []
    for line in lines:
        if line.startswith("$ "):
            typed.append(Typed(line.removeprefix("$ ")))
        elif found := EXIT.fullmatch(line):
            typed[-1] = replace(typed[-1], exit_code=int(found[1]))
        elif typed and not typed[-1].verdict and (found := VERDICT.match(line)):
            typed[-1] = replace(typed[-1], verdict=found[1])
    return Told(number, says, tuple(typed))


def story(text: str) -> list[Told]:
    """The acts, without what a benchmark says of the speed of a machine."""
    return [
        replace(act, typed=tuple(replace(each, verdict="") if MEASURES in each.line else each for each in act.typed))
        for act in acts(text)
    ]


def document(transcript: str) -> str:
    parts = [INTRODUCTION]
    for number, says, lines in chapters(blanked(transcript)):
        title = f"## {number}. {says}" if number else LAST_TITLE
        body = "\n".join(line.rstrip() for line in lines).strip("\n")
        parts.append(f"{title}\n\n```console\n{body}\n```\n")
    return "\n".join(parts)


def with_excerpts(readme: str, whole: str) -> str:
    """The README with its excerpts taken anew from the document."""
    told = {number: [line for line in lines if not line.startswith("```")] for number, _, lines in chapters(whole)}
    return EXCERPT.sub(lambda found: found[1] + excerpt(told[found[2]], found[3]), readme)


def excerpt(act: list[str], wanted: str) -> str:
    lines = "\n".join(act).strip("\n").splitlines()
    kept, place = [lines[0]], 1
    for part in wanted.split(" | "):
        first, dots, last = part.partition(" …")
        begin = _next(lines, first, place)
        end = _next(lines, last[1:], begin + 1) if last else len(lines) - 1 if dots else begin
        kept += ["…"] if any(lines[place:begin]) else []
        kept += lines[begin : end + 1]
        place = end + 1
    kept += ["…"] if any(lines[place:]) else []
    return "".join(f"{line}\n" for line in kept)


def _next(lines: list[str], part: str, place: int) -> int:
    for number, line in enumerate(lines[place:], place):
        if part in line:
            return number
    sys.exit(f"the demo has no line with {part!r} below {lines[place - 1]!r}")


def run_demo() -> str:
    """SystemExit when an act did not end as it should."""
    with tempfile.TemporaryDirectory() as place:
        words = [sys.executable, "-m", "opskit", "demo"]
        done = subprocess.run(words, cwd=place, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}\nthe demo ended with exit code {done.returncode}: docs/demo.md is left as it was")
    return done.stdout


def differences(transcript: str) -> list[str]:
    here, there = story(DOCUMENT.read_text("utf-8")), story(blanked(transcript))
    pairs = [f"docs/demo.md: {old}\nthe transcript: {new}" for old, new in zip(here, there, strict=False) if old != new]
    counts = [] if len(here) == len(there) else [f"docs/demo.md has {len(here)} acts, the transcript {len(there)}"]
    return pairs + counts


def main(words: list[str]) -> None:
    checks, names = "--check" in words, [word for word in words if word != "--check"]
    transcript = Path(names[0]).read_text("utf-8") if names else run_demo()
    if not checks:
        whole = document(transcript)
        readme = with_excerpts(README.read_text("utf-8"), whole)
        DOCUMENT.write_text(whole, encoding="utf-8")
        README.write_text(readme, encoding="utf-8")
    elif found := differences(transcript):
        sys.exit("\n".join([*found, "next: python docs/make_demo.py"]))


if __name__ == "__main__":
    main(sys.argv[1:])
