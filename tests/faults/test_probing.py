"""A row of a check may carry a query of its own: one that fails makes that row unseen and takes no other with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from opskit.app.probing import probed
from opskit.core.environment import Environment
from opskit.pg.reading import ReadSession, reading


@pytest.fixture
def db(database: str) -> Iterator[ReadSession]:
    with reading(Environment("here", database, database), "opskit") as session:
        yield session


def test_a_row_without_a_probe_stays_as_it_is(db: ReadSession) -> None:
    row = {"object": "a", "message": "b"}
    assert probed([row], db) == [row]


def test_a_probe_that_returns_nothing_takes_its_row_away(db: ReadSession) -> None:
    assert probed([{"object": "a", "probe": "select 'x' as message where false"}], db) == []


def test_each_message_of_a_probe_is_a_row(db: ReadSession) -> None:
    found = probed([{"object": "a", "probe": "select m as message from unnest(array['%s', 'y']) as m"}], db)
    assert [(row["object"], row["message"]) for row in found] == [("a", "%s"), ("a", "y")]


def test_a_probe_that_fails_makes_its_row_unseen_and_the_next_is_asked(db: ReadSession) -> None:
    failing, next_one = "select (1 / 0)::text as message", "select 'y' as message"
    first, second = probed([{"object": "a", "probe": failing}, {"object": "b", "probe": next_one}], db)
    assert first["seen"] is False
    assert "division by zero" in first["message"]
    assert second["message"] == "y"
    assert "seen" not in second
