"""Gates judged from looks that a test makes up: what passes, what fails, and all that is no more than doubt."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opskit.catalog.gate_file import MARGINS
from opskit.core import rule
from opskit.core.gate_verdict import GateVerdict, MetricVerdict, Standing, decide, exit_code
from opskit.core.runbook import Gate, Metric
from opskit.gate.gate_judging import judge_gate
from opskit.gate.metric_judging import Judged, judge_metric
from opskit.gate.shapes import gauge, latencies, uses
from opskit.gate.window import Ground, Reading, Sample, Traffic, Window, sample_of, window
from opskit.value import asdict, replace

PASS, FAIL, OPEN, ERROR = MetricVerdict
NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GROUND = Ground("7/shop", 1, "2026-01-01", "2026-01-01", "aaaa", {"a1": "c1"}, "d")


def metric(text: str = "value < 10", **more: Any) -> Metric:
    return Metric("m", "M", "sql", rule.parse(text), margins=MARGINS, **more)


def gate(*metrics: Metric, soak: timedelta = timedelta(0), **more: Any) -> Gate:
    return Gate("canary", "before-after", soak, "hold", metrics or (metric(),), digest="d", **more)


def sample(hours: float, reading: Reading, ground: Ground = GROUND, busy: tuple[float, float] = (10, 10)) -> Sample:
    """A look so many hours after noon; `busy` are transactions a second, here and on the control."""
    at = NOW + hours * HOUR
    traffic = [Traffic(at, int(rate * 3600 * (hours + 1))) for rate in busy]
    return Sample(at, int(hours * 10) + 1, ground, {"m": reading}, *traffic)


def shown(value: float) -> Reading:
    return Reading("gauge", asdict(gauge.Shape({"value": value})))


def timed(ms: Sequence[float], control: Sequence[float] = (), failed: int = 0, paired: bool = False) -> Reading:
    def body(times: Sequence[float]) -> dict[str, Any]:
        return asdict(latencies.Shape({"q": latencies.Series(list(times), failed)}))

    return Reading("latencies", body(ms), body(control) if control else None, paired=paired, of_server=True)


def scanned(count: int, closed: int | None = None, **more: Any) -> Reading:
    counts = [{"i @ primary": each} for each in (count, count if closed is None else closed)]
    return Reading("uses", asdict(uses.Shape({"missing": 0}, *counts, ["i"], **more)), of_server=True)


def judged(of: Gate, *samples: Sample) -> Judged:
    found = window(samples, [], None)
    assert found is not None
    return judge_metric(of, of.metrics[0], found)


def times(seed: int, count: int = 500, factor: float = 1.0) -> list[float]:
    generator = random.Random(seed)
    return [factor * generator.lognormvariate(1, 0.3) for _ in range(count)]


@pytest.mark.parametrize(
    ("critical", "others", "verdict", "code"),
    [
        ([FAIL, ERROR], [FAIL], GateVerdict.FAIL, 1),
        ([PASS, ERROR], [FAIL], GateVerdict.INCONCLUSIVE, 3),
        ([PASS], [FAIL, OPEN], GateVerdict.MARGINAL, 3),
        ([OPEN], [FAIL], GateVerdict.MARGINAL, 3),
        ([OPEN], [PASS], GateVerdict.INCONCLUSIVE, 3),
        ([PASS], [OPEN], GateVerdict.INCONCLUSIVE, 3),
        ([PASS], [ERROR], GateVerdict.INCONCLUSIVE, 3),
        ([PASS], [PASS], GateVerdict.PASS, 0),
        ([], [], GateVerdict.INCONCLUSIVE, 3),
    ],
)
def test_the_first_rule_that_applies_decides(
    critical: list[MetricVerdict], others: list[MetricVerdict], verdict: GateVerdict, code: int
) -> None:
    standings = [Standing("c", True, each) for each in critical] + [Standing("o", False, each) for each in others]
    found = decide(standings, soak_over=True)
    assert (found, exit_code(found, "hold")) == (verdict, code)
    assert exit_code(found, "fail") == (1 if verdict is GateVerdict.INCONCLUSIVE else code)


def test_no_number_of_passes_hides_one_failure() -> None:
    passes = [Standing(str(number), False, PASS) for number in range(99)]
    assert decide([*passes, Standing("x", False, FAIL)], True) is GateVerdict.MARGINAL
    assert decide([*passes, Standing("x", True, FAIL)], True) is GateVerdict.FAIL


def test_all_pass_is_no_pass_before_the_soak_is_over() -> None:
    of = gate(soak=24 * HOUR)
    early, late = sample(0, shown(1)), sample(24, shown(1))
    assert judge_gate(of, window([early, sample(23.9, shown(1))], [], None)).verdict is GateVerdict.RUNNING
    assert judge_gate(of, window([early, late], [], None)).verdict is GateVerdict.PASS
    assert judge_gate(of, None).verdict is GateVerdict.INCONCLUSIVE


@pytest.mark.parametrize(("values", "verdict"), [([1, 9], PASS), ([1, 10], FAIL), ([11, 1], FAIL), ([10, 11], FAIL)])
def test_a_value_has_to_keep_to_its_limit_at_every_look(values: list[float], verdict: MetricVerdict) -> None:
    samples = [sample(number, shown(value)) for number, value in enumerate(values)]
    assert judged(gate(soak=24 * HOUR), *samples).verdict is verdict


def test_what_was_seen_longer_ago_than_the_soak_is_over_and_done_with() -> None:
    assert judged(gate(soak=HOUR), sample(0, shown(99)), sample(1, shown(1)), sample(2.5, shown(1))).verdict is PASS


@pytest.mark.parametrize(
    ("ms", "verdict"),
    [([1.0] * 1000, PASS), ([20.0] * 1000, FAIL), ([1.0] * 500 + [20.0] * 500, OPEN), ([1.0] * 999, OPEN)],
)
def test_a_quantile_passes_and_fails_with_its_whole_interval_and_enough_samples(
    ms: list[float], verdict: MetricVerdict
) -> None:
    generator = random.Random(1)
    of = gate(metric("p50_ms < 10", min_samples=1000))
    assert judged(of, sample(0, timed(generator.sample(ms, len(ms))))).verdict is verdict


def test_samples_of_all_looks_count_together() -> None:
    of = gate(metric("p50_ms < 10", min_samples=1000), soak=24 * HOUR)
    one, two = sample(0, timed([1.0] * 600)), sample(1, timed([1.0] * 400))
    assert (judged(of, one).verdict, judged(of, one, two).verdict) == (OPEN, PASS)


def test_too_few_samples_say_nothing_not_even_that_it_fails() -> None:
    found = judged(gate(metric("p50_ms < 10", min_samples=1000)), sample(0, timed([500.0] * 400)))
    assert (found.verdict, found.reason) == (OPEN, "400 of 1,000 samples; so far q: p50_ms < 10: 500")


def test_requests_that_failed_were_infinitely_slow() -> None:
    of = gate(metric("p95_ms < 10", min_samples=400))
    assert judged(of, sample(0, timed([1.0] * 392, failed=8))).verdict is PASS
    found = judged(of, sample(0, timed([1.0] * 360, failed=40)))
    assert (found.verdict, found.reason) == (FAIL, "q: p95_ms < 10: no answer")


def test_an_index_is_used_by_what_its_counter_gained_between_looks() -> None:
    of = gate(metric("unused == 0 and missing == 0"), soak=24 * HOUR)
    assert judged(of, sample(0, scanned(50))).verdict is OPEN
    assert judged(of, sample(0, scanned(50)), sample(1, scanned(50))).verdict is FAIL
    assert judged(of, sample(0, scanned(50)), sample(1, scanned(51))).verdict is PASS
    own = [sample(0, scanned(50, closed=60)), sample(1, scanned(60, closed=70)), sample(2, scanned(70))]
    assert judged(of, *own).verdict is FAIL, "opskit's own scans"
    assert judged(of, sample(0, scanned(50)), sample(1, scanned(60, apart=True))).verdict is FAIL, "a benchmark's"
    assert judged(of, sample(0, scanned(50)), sample(1, scanned(50, unread="replica 1 down"))).verdict is OPEN


def test_an_index_that_was_not_used_yet_is_no_failure_before_it_was_watched_long_enough() -> None:
    of = gate(metric("unused == 0", min_observation=24 * HOUR), soak=24 * HOUR)
    found = judged(of, sample(0, scanned(5)), sample(3, scanned(5)))
    assert (found.verdict, found.reason.partition(";")[0]) == (OPEN, "watched for 3 h of 1 d")
    assert judged(of, sample(0, scanned(5)), sample(24, scanned(5))).verdict is FAIL


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ({"started": "2026-01-06"}, "the server was restarted before"),
        ({"counted_since": "2026-01-06"}, "the counters were reset before"),
    ],
)
def test_what_rests_on_the_server_is_watched_anew_after_a_restart_or_a_reset(later: dict[str, str], why: str) -> None:
    of, new = gate(metric("unused == 0"), soak=4 * HOUR), replace(GROUND, **later)
    before = [sample(0, scanned(5)), sample(1, scanned(9))]
    after = [sample(hours, scanned(count), new) for hours, count in ((2, 3), (3, 5), (6, 7))]
    assert judged(of, *before).verdict is PASS
    broken = judged(of, *before, *after[:2])
    assert (broken.verdict, broken.reason.startswith(why)) == (OPEN, True)
    assert judged(of, *before, *after).verdict is PASS, "watched for as long as the soak since"


def test_what_does_not_rest_on_the_server_outlasts_its_restart() -> None:
    new = replace(GROUND, started="2026-01-06")
    assert judged(gate(soak=HOUR), sample(0, shown(1)), sample(1, shown(1), new)).verdict is PASS


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"timeline": 2}, "failed over"), ({"system": "8/shop"}, "another server"),
        ({"fingerprint": "bbbb"}, "the schema was changed"), ({"migrations": {"b2": "c2"}}, "other migrations"),
        ({"definition": "e"}, "the gate was written otherwise"),
    ],
)  # fmt: skip
def test_another_thing_begins_the_soak_anew(change: Mapping[str, Any], why: str) -> None:
    looks = [sample(0, shown(99)), sample(5, shown(1), replace(GROUND, **change))]
    found = window(looks, [], None)
    assert found is not None
    assert (found.samples, found.before, found.began) == (looks[1:], looks[:1], looks[1].at)
    assert why in found.why


def test_what_opskit_changed_between_two_looks_begins_the_soak_anew_and_a_restart_does_not() -> None:
    looks = [sample(0, shown(1)), sample(1, shown(1))]
    changed = window(looks, [(5, "run-7")], None)
    assert changed is not None
    assert (len(changed.samples), changed.why) == (1, "run run-7 changed something here")
    before, restarted = window(looks, [(0, "run-7")], None), replace(GROUND, started="2026-01-06")
    assert before is not None
    assert len(before.samples) == 2
    kept = window([looks[0], sample(1, shown(1), restarted)], [], None)
    assert kept is not None
    assert len(kept.samples) == 2


def test_the_soak_begins_with_the_item_it_is_said_to_begin_with() -> None:
    looks = [sample(0, shown(1)), sample(3, shown(1))]
    found = window(looks, [], NOW + HOUR)
    assert found is not None
    assert (found.samples, found.began) == (looks[1:], NOW + HOUR)
    assert window(looks, [], NOW + 9 * HOUR) is None


@pytest.mark.parametrize("newest", [Reading(error="refused"), Reading(open="nobody yet"), None])
def test_the_newest_look_speaks_and_no_data_is_no_pass(newest: Reading | None) -> None:
    verdict = ERROR if newest and newest.error else OPEN
    last = replace(sample(1, shown(1)), readings={"m": newest} if newest else {})
    assert judged(gate(), sample(0, shown(1)), last).verdict is verdict
    found = judged(gate(soak=HOUR), replace(last, at=NOW - HOUR), sample(0, shown(1)))
    assert found.verdict is PASS
    assert ("1 of 2 looks could not be had" in found.notes) is bool(newest)


@pytest.mark.parametrize(
    ("paired", "factor", "verdict"),
    [(True, 1.0, PASS), (True, 1.12, FAIL), (False, 1.0, PASS), (False, 1.10, OPEN), (False, 1.5, FAIL)],
)
def test_a_canary_is_held_against_its_control(paired: bool, factor: float, verdict: MetricVerdict) -> None:
    """In pairs a shift of a twelfth is seen; two series by themselves leave what is close to the margin open."""
    same = times(1, 3000) if paired else times(2, 3000)
    control = [each * random.Random(number).uniform(0.99, 1.01) for number, each in enumerate(same)]
    reading = timed(times(1, 3000, factor), control, paired=paired)
    found = judged(gate(metric("p50_ms < 100"), control="production"), *(sample(hours, reading) for hours in (0, 1)))
    assert found.verdict is verdict, found.reason
    assert [each.name for each in found.compared] == ["p50_ms", "p99_ms"]


def test_a_limit_comes_first_and_a_control_no_better_mends_nothing() -> None:
    of = gate(metric("p50_ms < 1"), control="production")
    found = judged(of, *(sample(hours, timed(times(1), times(1), paired=True)) for hours in (0, 1)))
    assert found.verdict is FAIL
    assert "p50_ms < 1" in found.reason


@pytest.mark.parametrize(
    ("busy", "told"), [((10, 13), "more than 20% apart"), ((13, 10), "more than 20% apart"), ((10, 12), "")]
)
def test_servers_that_are_not_equally_busy_are_not_compared(busy: tuple[float, float], told: str) -> None:
    of = gate(metric("p50_ms < 100"), control="production")
    reading = timed(times(1), times(1), paired=True)
    found = judged(of, sample(0, reading, busy=busy), sample(1, reading, busy=busy))
    assert (found.verdict, told in found.reason) == (OPEN if told else PASS, True)


def test_how_busy_they_are_takes_two_looks() -> None:
    found = judged(gate(metric("p50_ms < 100"), control="x"), sample(0, timed(times(1), times(1), paired=True)))
    assert (found.verdict, "cannot be told from one look" in found.reason) == (OPEN, True)


def test_a_control_that_was_not_measured_is_no_pass() -> None:
    of, alone = gate(metric("p50_ms < 100"), control="production"), timed(times(1))
    found = judged(of, sample(0, alone), sample(1, alone))
    assert (found.verdict, "there is nothing of the control" in found.reason) == (OPEN, True)
    refused = replace(timed(times(1), times(1)), control_error="it is down")
    assert "it is down" in judged(of, sample(0, refused), sample(1, refused)).reason
    few = timed(times(1), times(2, 50))
    assert "samples and 100 of the control" in judged(of, sample(0, few), sample(1, few)).reason


def test_before_and_after_allow_for_what_a_machine_drifts() -> None:
    of = gate(metric("p50_ms < 100"), control="before")
    old, new = replace(GROUND, fingerprint="old"), GROUND
    before = [sample(hours, timed(times(3, factor=4.0)), old) for hours in (0, 1)]
    for factor, verdict in ((1.0, PASS), (4.0, OPEN), (12.0, FAIL)):
        after = [sample(hours, timed(times(4, factor=factor)), new) for hours in (2, 3)]
        assert judged(of, *before, *after).verdict is verdict


def test_a_decision_is_bound_to_what_was_found() -> None:
    one, other = judge_gate(gate(), of(shown(1))), judge_gate(gate(), of(shown(2)))
    assert one.binding == other.binding, "both pass"
    assert judge_gate(gate(), of(shown(99))).binding != one.binding
    moved = judge_gate(gate(), of(shown(1), replace(GROUND, migrations={"a1": "c2"})))
    assert (moved.binding == one.binding, moved.ground == one.ground) == (False, False)
    assert judge_gate(gate(), of(shown(1), replace(GROUND, started="later"))).binding == one.binding


def of(reading: Reading, ground: Ground = GROUND) -> Window | None:
    return window([sample(0, reading, ground)], [], None)


def test_a_look_is_read_from_the_ledger_as_it_was_written() -> None:
    taken = sample(1, timed(times(1, 5), times(2, 5), failed=2))
    assert sample_of(taken.at.isoformat(), taken.event, taken.body()) == taken
