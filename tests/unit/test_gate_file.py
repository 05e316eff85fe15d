"""The gates of a runbook file: what could never be answered is refused when it is read, with the arithmetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.app import item_kinds
from opskit.catalog import runbooks
from opskit.core.canary import KINDS
from opskit.core.runbook import Gate
from opskit.errors import InvalidFile

HEAD = """\
schema  = 1
items   = 0
metrics = 1
id      = "window"
title   = "A window"
version = "1"
[gate.canary]
"""
LATENCY = 'source = "probe"\nrule = "p99_ms < 50"'
RATE = 'source = "error-rate"\nfile = "requests.json"\nrule = "rate < 0.00001"'
SQL = 'source = "sql"\nquery = "select 1 as value"\nrule = "value == 0"'
CLUSTER = 'kind = "cluster"\nsoak = "24h"'


def gate(folder: Path, metric: str, of: str = CLUSTER) -> Gate:
    path = folder / "window.toml"
    text = f'{HEAD}{of}\n[[gate.canary.metric]]\nid = "one"\ntitle = "One"\n{metric}\n'
    path.write_text(text, encoding="utf-8")
    return runbooks.load(path, item_kinds.shapes()).gates[0]


@pytest.mark.parametrize(
    ("metric", "of", "fault"),
    [
        (f"{RATE}\nmin_samples = 299999", CLUSTER, "`min_samples` must be at least 300,000"),
        (RATE, CLUSTER, "`min_samples` must be at least 300,000"),
        (f"{LATENCY}\nmin_samples = 367", CLUSTER, "`min_samples` must be at least 368"),
        (f"{RATE}\nmin_samples = 300000\nexpected_rate = 1.5", CLUSTER,
         "300,000 samples at 1.5/s take 55.6 h, longer than the soak of 24.0 h"),
        (f'{LATENCY}\nmin_observation = "25h"', CLUSTER, "`min_observation` = 25h is longer than the soak of 1 d"),
        ('source = "index-use"\nrule = "unused == 0"', 'kind = "physical-replica"\nsoak = "1h"',
         "an index cannot be tried on a physical replica"),
        ('source = "catalog"\nrule = "missing == 0"', 'kind = "physical-replica"\nsoak = "1h"',
         "an index cannot be tried on a physical replica"),
        ('source = "settings-parity"\nrule = "different == 0"', CLUSTER, "names no environment as `control`"),
        ('source = "pg_stat_statements"\nrule = "p99_ms < 50"', CLUSTER, "`source` 'pg_stat_statements' is none of"),
        ('source = "probe"\nrule = "mean_ms < 50"', CLUSTER, "asks for 'mean_ms', which source probe does not give"),
        ('source = "probe"\nrule = "p99_ms < fast"', CLUSTER, "rule 'p99_ms < fast' compares the size of a word"),
        ('source = "catalog"\nrule = "missing == none"', CLUSTER, "a metric is a number"),
        ('source = "sql"\nquery = " "\nrule = "value == 0"', CLUSTER, "`query` is empty"),
        ('source = "sql"\nrule = "value == 0"', CLUSTER, "missing required field `query`"),
        (f"{LATENCY}\nquery = 'x'", CLUSTER, "`metric` knows no key `query`; it knows queries, seconds"),
        (f"{LATENCY}\nmargins = {{ p50_ms = 0.9 }}", CLUSTER, "Expected `float` > 1.0"),
        (f"{LATENCY}\nmargins = {{ mean_ms = 1.1 }}", CLUSTER, "`margins` has 'mean_ms', which is no quantile"),
        (f"{LATENCY}\nexpected_rate = 0", CLUSTER, "Expected `float` > 0.0"),
        (f"{LATENCY}\ncontrol = {{ nothing = 1 }}", CLUSTER, "`control` knows no key `nothing`"),
        (SQL, f'{CLUSTER}\ncontrol = "before"', '`control` = "before" belongs to the kind before-after'),
        (SQL, f"{CLUSTER}\nload_band = 2", "Expected `float` <= 1.0"),
        (SQL, f'{CLUSTER}\nafter = "roll-out"', "gate.canary: `after` = 'roll-out', which is no item"),
        (SQL, 'kind = "blue-green"\nsoak = "1h"', "Invalid enum value 'blue-green'"),
        ('source = "http"\nurl = "ftp://x"\nrule = "p95_ms < 9"', CLUSTER, "`url` is no http:// or https:// address"),
        ('source = "http"\nurl = "$A/x"\ntimes = 0\nrule = "p95_ms < 9"', CLUSTER, "`times` is from 1 to 1000"),
        ('source = "error-rate"\nrule = "errors == 0"', CLUSTER, "give `file` or `url`, one of them"),
        ('source = "error-rate"\nurl = "http://a"\nrequests = "r"\nrule = "errors == 0"', CLUSTER, "give all three"),
        ('source = "prometheus"\nurl = "http://a"\nrule = "value == 0"', CLUSTER, "give one of `value`"),
        ('source = "prometheus"\nurl = "http://a"\nvalue = "a{b=c}"\nrule = "value == 0"', CLUSTER, "cannot be read"),
        ('source = "prometheus"\nurl = "http://a"\nvalue = "a{b=~\\"(\\"}"\nrule = "value == 0"', CLUSTER,
         "'(' is no regular expression"),
        ('source = "cache-hit"\nmin_blocks = 0\nrule = "hit_ratio > 0.9"', CLUSTER, "`min_blocks` is 1 or more"),
    ],
)  # fmt: skip
def test_what_could_never_be_told_is_refused(tmp_path: Path, metric: str, of: str, fault: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        gate(tmp_path, metric, of)
    faults = [each.text for each in caught.value.faults]
    assert any(fault in each for each in faults), faults


def test_what_can_be_told_within_the_soak_is_taken(tmp_path: Path) -> None:
    (metric,) = gate(tmp_path, f"{RATE}\nmin_samples = 300000\nexpected_rate = 3.5").metrics
    assert metric.min_samples == 300_000


def test_a_latency_that_names_no_samples_takes_a_thousand_and_has_margins(tmp_path: Path) -> None:
    (metric,) = gate(tmp_path, f"{LATENCY}\nmargins = {{ p95_ms = 1.5 }}").metrics
    assert metric.min_samples == 1000
    assert metric.margins == {"p50_ms": 1.10, "p95_ms": 1.5, "p99_ms": 1.25}


def test_keys_for_the_control_replace_those_of_the_metric(tmp_path: Path) -> None:
    written = (
        'source = "http"\nurl = "http://canary/"\ntimes = 5\nrule = "p50_ms < 9"\ncontrol = { url = "http://old/" }'
    )
    (metric,) = gate(tmp_path, written).metrics
    assert (getattr(metric.beside, "url", ""), getattr(metric.beside, "times", 0)) == ("http://old/", 5)


def test_a_gate_that_is_written_otherwise_has_another_digest(tmp_path: Path) -> None:
    one, same, other = (
        gate(tmp_path, SQL),
        gate(tmp_path, f"{SQL}   # a comment"),
        gate(tmp_path, f"{SQL}\ncritical = true"),
    )
    assert one.digest == same.digest != other.digest


def test_every_kind_of_canary_says_what_it_cannot_show() -> None:
    assert all(kind.told.startswith(name) and kind.shows and kind.cannot for name, kind in KINDS.items())
