"""Every rule on the cases of its own file: what it must catch and what it must pass over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from packaging.specifiers import SpecifierSet

from opskit.migrate.catalog_world import read_world
from opskit.migrate.linting import FileSites, Violation, all_rules, set_violations, violations
from opskit.migrate.parser import parse, split
from opskit.migrate.suppression import allowances, judge
from opskit.migrate.world import World
from opskit.pg.reading import ReadSession

HERE = Path(__file__).parent
OF_FOLDERS = {"no-downgrade", "downgrade-loses-data"}
HEAD = re.compile(r"-- (caught|clean)(, in doubt)?: (.+)")


@dataclass(frozen=True)
class Case:
    """`files` are the texts of a row of files: `-- next file` stands between them. `version`, of `-- version: 140003`,
    is that of a server which need not be there."""

    rule: str
    caught: bool
    in_doubt: bool
    title: str
    given: str
    pg: str
    version: int
    files: tuple[str, ...]


def cases() -> Iterator[Case]:
    for path in sorted(HERE.glob("*.sql")):
        chunks = re.split(r"(?m)^(?=-- (?:caught|clean)\b)", path.read_text(encoding="utf-8"))
        for chunk in chunks:
            if found := HEAD.match(chunk):
                yield read(path.stem.replace("_", "-"), found, chunk.split("\n", 1)[1])


def read(rule: str, head: re.Match[str], body: str) -> Case:
    lines = body.splitlines()
    given = [line.removeprefix("-- given:") for line in lines if line.startswith("-- given:")]
    pg = next((line.removeprefix("-- pg:").strip() for line in lines if line.startswith("-- pg:")), "")
    version = next((int(line.removeprefix("-- version:")) for line in lines if line.startswith("-- version:")), 0)
    text = "\n".join(line for line in lines if not line.startswith(("-- given:", "-- pg:", "-- version:")))
    files = tuple(re.split(r"(?m)^-- next file$", text))
    return Case(rule, head[1] == "caught", bool(head[2]), head[3], "\n".join(given), pg, version, files)


CASES = [pytest.param(case, id=f"{case.rule}: {case.title}") for case in cases()]


def linted(case: Case, world: World) -> list[Violation]:
    enabled = frozenset(all_rules())
    found: list[Violation] = []
    files = []
    for place, text in enumerate(case.files):
        parsed = parse(text)
        hits, sites = violations(parsed, world, enabled)
        found += judge(hits, allowances(parsed)).violations
        files.append(FileSites(Path(f"{place}.sql"), sites))
    return found + [violation for _, violation in set_violations(files, enabled)]


@pytest.mark.parametrize("case", CASES)
def test_a_rule_catches_what_it_says(case: Case, request: pytest.FixtureRequest) -> None:
    world = World(version=case.version)
    if case.given or case.pg:
        database = request.getfixturevalue("database")
        with psycopg.connect(database, autocommit=True, row_factory=psycopg.rows.dict_row) as connection:
            major = str(connection.info.server_version // 10000)
            if case.pg and not SpecifierSet(case.pg).contains(major):
                pytest.skip(f"for PostgreSQL {case.pg}, not {major}")
            for statement in split(case.given):
                connection.execute(statement.encode())
            world = read_world(ReadSession(connection), [each for text in case.files for each in parse(text)])
    mine = [each.hit for each in linted(case, world) if each.rule == case.rule]
    assert bool(mine) is case.caught, [hit.message for hit in mine] or "nothing was found"
    if case.in_doubt:
        assert not any(hit.certain for hit in mine)


@pytest.mark.parametrize("slug", sorted(all_rules()))
def test_every_rule_has_cases_of_both_kinds(slug: str) -> None:
    if slug in OF_FOLDERS or hasattr(all_rules()[slug], "find_in_project"):
        return  # their cases are folders, in test_way_back, and projects of Alembic, in tests/unit/test_alembic_source
    kinds = {param.values[0].caught for param in CASES if param.values[0].rule == slug}
    assert kinds == {True, False}


@pytest.mark.parametrize("slug", sorted(all_rules()))
def test_every_rule_says_what_it_is(slug: str) -> None:
    rule = all_rules()[slug]
    for name in ("TITLE", "WHY", "SAFE"):
        assert getattr(rule, name).strip() == getattr(rule, name) != ""
    assert SpecifierSet(rule.VERSIONS)
    assert bool(rule.ON) is hasattr(rule, "find")
    assert any(hasattr(rule, f"find{rest}") for rest in ("", "_in_file", "_in_set", "_in_project", "_rest", "_unused"))


def test_the_cases_belong_to_rules() -> None:
    assert {path.stem.replace("_", "-") for path in HERE.glob("*.sql")} <= set(all_rules())
