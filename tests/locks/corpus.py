"""The corpus: statements whose locks, scans and rewrites are measured. corpus/*.sql holds blocks of

-- case: <title>                       unique in all files
-- pg: >= 18                           the majors it is for (default: all)
-- given: <sql>                        committed before, on top of base.sql; may be repeated
-- before: <sql>                       in the same session (and transaction) just before; may be repeated
-- alone                               PostgreSQL refuses it in a transaction block
-- fails: <SQLSTATE> [on <spec>]       the error is what the case is about; may be repeated
-- anything else                       a comment
<the statement>;
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.specifiers import SpecifierSet

FOLDER = Path(__file__).with_name("corpus")
BASE = Path(__file__).with_name("base.sql")

_DIRECTIVE = re.compile(r"-- (case|pg|given|before|fails): (.+)")


@dataclass(frozen=True)
class Case:
    """`fails` holds pairs of SQLSTATE and the majors where it is raised."""

    title: str
    group: str
    file: Path
    line: int
    given: tuple[str, ...]
    before: tuple[str, ...]
    sql: str
    pg: str = ""
    alone: bool = False
    fails: tuple[tuple[str, str], ...] = ()

    def holds_for(self, major: int) -> bool:
        return SpecifierSet(self.pg).contains(str(major))

    def expected_error(self, major: int) -> str:
        """The SQLSTATE the server raises; empty where it succeeds."""
        return next((state for state, spec in self.fails if SpecifierSet(spec).contains(str(major))), "")


@cache
def cases() -> tuple[Case, ...]:
    """All of them, in the order of the files."""
    return cases_of(*sorted(FOLDER.glob("*.sql")))


def cases_of(*files: Path) -> tuple[Case, ...]:
    """Those of files in the same format."""
    found = tuple(case for file in files for case in _read(file))
    titles = [case.title for case in found]
    if twice := {title for title in titles if titles.count(title) > 1}:
        raise ValueError(f"titles used twice: {sorted(twice)}")
    return found


def cases_for(major: int) -> list[Case]:
    return [case for case in cases() if case.holds_for(major)]


def _read(file: Path) -> list[Case]:
    lines = file.read_text().splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("-- case: ")]
    return [_block(file, start, lines[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _block(file: Path, start: int, lines: list[str]) -> Case:
    said: dict[str, list[str]] = {"case": [], "pg": [], "given": [], "before": [], "fails": []}
    for line in lines:
        if directive := _DIRECTIVE.fullmatch(line):
            said[directive[1]].append(directive[2].removesuffix(";"))
    statement = "\n".join(line for line in lines if not line.startswith("--")).strip()
    if not statement.endswith(";"):
        raise ValueError(f"{file}:{start + 1}: no statement that ends with a semicolon")
    return Case(
        title=said["case"][0],
        group=file.stem,
        file=file,
        line=start + 1,
        given=tuple(said["given"]),
        before=tuple(said["before"]),
        sql=statement.removesuffix(";"),
        pg=",".join(said["pg"]),
        alone="-- alone" in lines,
        fails=tuple(_failure(text) for text in said["fails"]),
    )


def _failure(text: str) -> tuple[str, str]:
    state, _, spec = text.partition(" on ")
    return state, spec
