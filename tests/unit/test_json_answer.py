"""Questions to JSON: what passes, what fails, what cannot be told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opskit.core.item_state import Seen
from opskit.core.json_answer import JsonAsked, judged

NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)


def backup(hours: float, error: bool = False) -> dict[str, Any]:
    """As an element of `backup` in pgbackrest --output=json info."""
    stop = int((NOW - timedelta(hours=hours)).timestamp())
    return {"error": error, "label": f"F-{hours}", "timestamp": {"start": stop - 60, "stop": stop}, "type": "full"}


def info(*backups: dict[str, Any]) -> str:
    return json.dumps([{"backup": list(backups), "name": "main", "status": {"code": 0, "message": "ok"}}])


RESTORABLE = JsonAsked(json="0.backup.*", expect="error == false", time="timestamp.stop", max_age="24h")


def said(asked: JsonAsked, text: str) -> tuple[str, str]:
    seen: Seen = judged(asked, text, NOW)
    return seen.status.value, seen.text


@pytest.mark.parametrize(
    ("backups", "status", "text"),
    [
        ([backup(23)], "pass", "0.backup.0.error is false, 0.backup.0.timestamp.stop is 23 h old"),
        ([backup(20), backup(2, error=True)], "pass", "0.backup.0.error is false"),
        ([backup(25)], "fail", "0.backup.0.timestamp.stop is 1 d old; at most 24h is wanted"),
        ([backup(2, error=True)], "fail", "0.backup.0.error is true; == false is wanted"),
        ([backup(30), backup(2, error=True)], "fail", "none of 2 at 0.backup.* will do; 0.backup.1.error is true"),
        ([], "fail", "nothing is there at 0.backup.*"),
        ([{"error": False}], "inconclusive", "0.backup.0.timestamp.stop is not there"),
        ([{"error": True}], "fail", "0.backup.0.error is true"),
        ([{"timestamp": {"stop": 0}}], "fail", "old; at most 24h is wanted"),
        ([backup(30), {"label": "x"}], "inconclusive", "0.backup.1.error is not there"),
        ([backup(-1)], "inconclusive", "lies 1 h in the future"),
        ([backup(-0.05)], "pass", "is 0 s old"),
    ],
)
def test_a_restorable_backup_younger_than_a_day_exists_or_not(
    backups: list[dict[str, Any]], status: str, text: str
) -> None:
    found = said(RESTORABLE, info(*backups))
    assert found[0] == status
    assert text in found[1]


def test_every_place_that_was_looked_at_is_evidence() -> None:
    seen = judged(RESTORABLE, info(backup(30), backup(2, error=True)), NOW)
    assert [text.partition(" is ")[0] for text in seen.evidence] == [
        "0.backup.0.timestamp.stop",
        "0.backup.1.error",
    ]


def test_the_document_of_no_stanza_is_no_pass() -> None:
    assert said(RESTORABLE, "[]") == ("inconclusive", "0 is not there")


@pytest.mark.parametrize("text", ["", "no json", "{", '{"a": NaN}', "[" * 100_000, '{"a": 1} and more'])
def test_what_is_no_json_cannot_tell(text: str) -> None:
    status, told = said(JsonAsked(expect="a == 1"), text)
    assert (status, told.startswith("the answer is no JSON: ")) == ("inconclusive", True)
    assert len(told) < 200


@pytest.mark.parametrize(
    ("document", "place", "expect", "status"),
    [
        ({"a": 1}, "", "a == 1", "pass"),
        ({"a": 1.0}, "", "a == 1", "pass"),
        ({"a": "1"}, "", "a == 1", "pass"),
        ({"a": 0.1}, "", "a <= 0.1", "pass"),
        ({"a": 2}, "", "a > 1 and a < 3", "pass"),
        ({"a": 2}, "", "a > 1 and b == 3", "inconclusive"),
        ({"a": 0}, "", "a > 1 and b == 3", "fail"),
        ({"a": True}, "", "a == true", "pass"),
        ({"a": True}, "", "a == 1", "fail"),
        ({"a": None}, "", "a == null", "pass"),
        ({"a": None}, "", "a < 5", "inconclusive"),
        ({"a": "many"}, "", "a < 5", "inconclusive"),
        ({"a": "streaming"}, "", "a == streaming", "pass"),
        ({"a": [1]}, "", "a == 1", "inconclusive"),
        ({"a": {"b": [{"c": 7}]}}, "a.b.0", "c == 7", "pass"),
        ({"a": [1, 2, 3]}, "a.-1", "value == 3", "pass"),
        ({"a": [1, 2, 3]}, "a.3", "value == 3", "inconclusive"),
        ({"a": [1, 2, 3]}, "a.-4", "value == 1", "inconclusive"),
        ({"a": [1, 2, 3]}, "a.*", "value == 2", "pass"),
        ({"a": {"x": 1, "y": 2}}, "a.*", "value == 2", "pass"),
        ({"a": {"value": 4}}, "a", "value == 4", "pass"),
        ({"a": 5}, "a.b", "value == 5", "inconclusive"),
        ({"LSN-lag": 5}, "LSN-lag", "value < 10", "pass"),
        ([], "*", "value == 1", "fail"),
        (7, "", "value == 7", "pass"),
        ({"data": {"result": [{"value": [1767, "0.00002"]}]}}, "data.result.0.value.1", "value < 0.001", "pass"),
    ],
)
def test_a_rule_is_asked_of_a_place(document: Any, place: str, expect: str, status: str) -> None:
    assert said(JsonAsked(json=place, expect=expect), json.dumps(document))[0] == status


@pytest.mark.parametrize(
    ("time", "status"),
    [
        ("2026-01-06T11:30:00Z", "pass"),
        ("2026-01-06T12:30:00+01:00", "pass"),
        ("2026-01-06T10:30:00Z", "fail"),
        ("2026-01-06T11:30:00", "inconclusive"),
        (1767699000, "pass"),
        (1767699000.5, "pass"),
        ("1767699000", "pass"),
        (1767699000000, "inconclusive"),
        (True, "inconclusive"),
        (None, "inconclusive"),
        ("yesterday", "inconclusive"),
        ({"at": 1}, "inconclusive"),
        (10**30, "inconclusive"),
    ],
)
def test_a_time_is_seconds_since_1970_or_has_a_zone(time: Any, status: str) -> None:
    assert said(JsonAsked(json="at", max_age="1h"), json.dumps({"at": time}))[0] == status


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"expect": "a ~ 1"}, "cannot be read"),
        ({"expect": "a < 30s"}, "compares the size of '30s'"),
        ({"max_age": "a day"}, "no length of time"),
        ({"time": "at"}, "no `max_age`"),
        ({"json": "a"}, "neither `expect` nor `max_age`"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(keys: dict[str, str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        JsonAsked(**keys)
