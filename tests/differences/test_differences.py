"""Each kind of object, changed in every way, is told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
import pytest
from fixtures.server import new_database
from psycopg.rows import dict_row

from differences.cases import CASES, Case
from opskit.app.compared_scope import PRIVATE_KINDS, PRIVATE_PARTS
from opskit.app.compared_side import objects_seen
from opskit.core.schema_difference import ObjectDifference, exactly, schema_differences
from opskit.core.schema_object import KINDS
from opskit.pg.reading import ReadSession
from opskit.scratch.cluster import Cluster


@dataclass(frozen=True)
class Seen:
    """All cases at once: their names are their own. `plain` is what differs when owners and privileges do not count."""

    cases: Sequence[Case]
    all: Sequence[ObjectDifference]
    plain: Sequence[ObjectDifference]
    kinds: frozenset[str]


@pytest.fixture(scope="module")
def seen(cluster: Cluster) -> Iterator[Seen]:
    cases = [case for case in CASES if case.since <= cluster.version]
    with new_database(cluster) as conninfo, psycopg.connect(conninfo, row_factory=dict_row) as connection:
        db = ReadSession(connection)
        for case in cases:
            connection.execute(case.given.encode() or b"select")
        (_, before), (_, plain) = objects_seen(db, True), objects_seen(db, False)
        for case in cases:
            connection.execute(case.change.encode())
        (_, after), (_, other) = objects_seen(db, True), objects_seen(db, False)
        connection.rollback()
        found = schema_differences(before, after, exactly)
        kinds = frozenset(kind for kind, _ in {**before, **after})
        yield Seen(cases, found, schema_differences(plain, other, exactly), kinds)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_change_is_told_in_words(seen: Seen, case: Case) -> None:
    if case not in seen.cases:
        pytest.skip(f"for PostgreSQL {case.since} and later")
    words = {each.words for each in seen.all}
    assert [each for each in case.told if each not in words] == [], "\n".join(_near(seen, case))


def _near(seen: Seen, case: Case) -> list[str]:
    objects = {each.partition(": ")[0] for each in case.told}
    return [each.words for each in seen.all if f"{each.kind} {each.name}" in objects]


def test_nothing_else_is_told(seen: Seen) -> None:
    told = {each for case in seen.cases for each in case.told}
    assert [each.words for each in seen.all if each.words not in told] == []


def test_the_cases_are_about_every_kind_there_is(seen: Seen) -> None:
    assert seen.kinds == set(KINDS)


def test_owners_and_privileges_count_only_when_asked_for(seen: Seen) -> None:
    parts = {part.part for each in seen.plain for part in each.parts}
    assert not parts & PRIVATE_PARTS
    assert not {each.kind for each in seen.plain} & PRIVATE_KINDS
    private = {each.words for each in seen.all} - {each.words for each in seen.plain}
    assert private == {each for case in seen.cases if case.privileges for each in case.told}


def test_no_secret_is_told(seen: Seen) -> None:
    assert "hidden" not in " ".join(f"{each.words} {each.a} {each.b} {each.parts}" for each in seen.all)
