"""Rules of runbooks, the samples they need, and values of settings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opskit.core import duration, rule, sampling
from opskit.core.setting_value import holds


@pytest.mark.parametrize(
    ("text", "length"), [("90s", 90), ("30m", 1800), ("24h", 86400), ("7d", 604800), ("2y", 63072000)]
)
def test_a_length_of_time_is_a_number_and_a_unit(text: str, length: int) -> None:
    assert duration.parse(text) == timedelta(seconds=length)


@pytest.mark.parametrize("text", ["", "7", "7 d", "1.5h", "-7d", "7D", "P7D"])
def test_anything_else_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        duration.parse(text)


@pytest.mark.parametrize(
    ("seconds", "words"), [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "1 h"), (86399, "23 h"), (864000, "10 d")]
)
def test_an_age_is_told_in_its_largest_unit(seconds: int, words: str) -> None:
    assert duration.words(timedelta(seconds=seconds)) == words


def test_a_rule_is_conditions_that_all_hold() -> None:
    parsed = rule.parse("p50_ms < 10 and  p99_ms <= 50.5")
    assert [str(each) for each in parsed.conditions] == ["p50_ms < 10", "p99_ms <= 50.5"]


@pytest.mark.parametrize("text", ["", "p50_ms", "p50_ms < ", "a < 1 or b < 2", "a = 1", "ssl > on", "a < 1 and"])
def test_a_rule_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rule"):
        rule.parse(text)


@pytest.mark.parametrize(
    ("text", "least"),
    [("p99_ms < 50", 368), ("p95_ms < 100", 72), ("p50_ms < 10 and p99_ms < 50", 368), ("rate < 0.00001", 300_000),
     ("error_rate <= 0.07", 43), ("hit_ratio > 0.95", 0), ("value == 0", 0)],
)  # fmt: skip
def test_a_rule_knows_how_many_samples_can_answer_it(text: str, least: int) -> None:
    assert sampling.least(rule.parse(text)) == least


def test_no_number_of_samples_shows_that_a_rate_is_zero() -> None:
    with pytest.raises(ValueError, match="no number of samples"):
        sampling.least(rule.parse("rate < 0"))


@pytest.mark.parametrize(
    ("text", "actual", "unit", "true"),
    [
        ("statement_timeout <= 30s", "30000", "ms", True),
        ("statement_timeout <= 30s", "31s", "ms", False),
        ("statement_timeout <= 30s", "1min", "ms", False),
        ("statement_timeout > 0", "0", "ms", False),
        ("statement_timeout > 0", "1ms", "ms", True),
        ("shared_buffers >= 128MB", "16384", "8kB", True),
        ("shared_buffers >= 128MB", "16383", "8kB", False),
        ("log_lock_waits == on", "true", "", True),
        ("log_lock_waits != on", "off", "", True),
        ("ssl == on", "off", "", False),
        ("max_connections < 200", "100", "", True),
        ("statement_timeout < 30s", "nonsense", "ms", False),
    ],
)
def test_settings_are_compared_as_the_server_means_them(text: str, actual: str, unit: str, true: bool) -> None:
    assert holds(rule.parse(text).conditions[0], actual, unit) is true
