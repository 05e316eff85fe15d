"""What happened last, in plain words, from the events of a ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opskit.app import happened
from opskit.app.context import Context, open_context
from opskit.catalog.configuration import Settings, choose, load
from opskit.cli.voices.plain import PlainVoice
from opskit.core.ledger import Entry

Told = Callable[..., None]


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "opskit.toml").write_text(
        '[environments.test]\ndsn = "host=nowhere"\n[ledger]\npath = "ledger.sqlite"\n', encoding="utf-8"
    )
    settings: Settings = load(tmp_path)
    return open_context(settings, choose(settings, "test", ""), PlainVoice())


@pytest.fixture
def tell(context: Context) -> Told:
    def told(kind: str, run: str = "r1", environment: str = "test", at: str = "", **body: Any) -> None:
        when = at or (datetime.now(UTC) - timedelta(seconds=90)).isoformat()
        context.ledger.append(Entry(when, run, kind, environment, "ann@a", body))

    return told


def texts(context: Context) -> list[str]:
    return [each.text for each in happened.last(context)]


def test_the_last_three_things_of_this_environment_the_newest_first(context: Context, tell: Told) -> None:
    for name in ("one", "two", "three", "four"):
        tell("item.signed", item=name, reason="it is so")
    tell("item.signed", environment="other", item="five", reason="elsewhere")
    assert texts(context) == [f"signed {name}: it is so" for name in ("four", "three", "two")]
    newest = happened.last(context)[0]
    assert newest.operator == "ann@a"
    assert newest.age_s is not None and 90 <= newest.age_s < 150


def test_the_looks_of_one_run_are_one_thing(context: Context, tell: Told) -> None:
    tell("item.checked", item="a", verdict="pass")
    assert texts(context) == ["looked at a: pass"]
    tell("item.checked", item="b", verdict="fail")
    tell("item.checked", item="c", verdict="pass")
    tell("item.checked", run="r2", item="c", verdict="pass")
    assert texts(context) == ["looked at c: pass", "looked at 3 items: 2 pass, 1 fail"]


def test_a_migration_is_told_by_its_last_statement_and_how_many_came_before(context: Context, tell: Told) -> None:
    for number in range(3):
        tell("change.started", sql=f"s{number}", summary=f"index {number}")
        tell("change.finished", sql=f"s{number}")
    assert texts(context) == ["index 2: done; 2 were done before it"]
    tell("change.started", sql="s3", summary="index 3")
    assert texts(context) == ["index 3: begun; 3 were done before it"]
    tell("change.failed", sql="s3", reason="the lock was not to be had")
    assert texts(context) == ["index 3: the lock was not to be had; 3 were done before it"]


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("item.started", {"item": "x", "words": "opskit apply"}, "began x: opskit apply"),
        ("item.finished", {"item": "x", "outcome": "failed", "reason": "why"}, "ended x: failed: why"),
        ("run.finished", {"command": "rollback", "outcome": "undone"}, "ended rollback: undone"),
        ("report.written", {"verdict": "READY"}, "wrote a report, READY"),
        ("something.new", {"item": "x", "verdict": "pass"}, "something.new: x: pass"),
        ("item.signed", {}, "signed"),
        ("item.checked", {}, "looked at None: None"),
    ],
)
def test_every_kind_has_words_whatever_its_body_holds(
    context: Context, tell: Told, kind: str, body: dict[str, str], text: str
) -> None:
    tell(kind, **body)
    assert texts(context) == [text]


def test_a_time_that_cannot_be_read_has_no_age(context: Context, tell: Told) -> None:
    tell("item.signed", at="yesterday", item="x", reason="it is so")
    assert happened.last(context)[0].age_s is None
