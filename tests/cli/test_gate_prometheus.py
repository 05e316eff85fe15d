"""Gates ask a real Prometheus: its own page of metrics, and its server."""

from __future__ import annotations

import urllib.request

import pytest
from fixtures.gates import gated, metric, run
from fixtures.program import Project

HANDLER = '{handler="/api/v1/labels"}'


@pytest.fixture
def watched(database: str, project: Project) -> Project:
    return project.environment("test", database)


def asked(url: str, times: int, path: str = "/api/v1/labels") -> None:
    for _ in range(times):
        with urllib.request.urlopen(url + path, timeout=10) as response:  # noqa: S310 - an address of this machine
            response.read()


def test_its_own_page_gives_counters_and_a_histogram(watched: Project, prometheus: str) -> None:
    page = f'url = "{prometheus}/metrics"\n'
    gated(
        watched,
        f"source = \"prometheus\"\n{page}histogram = 'prometheus_http_request_duration_seconds{HANDLER}'\n"
        'min_samples = 368\nrule = "p99_ms <= 3000"',
        f"source = \"error-rate\"\n{page}requests = 'prometheus_http_requests_total{HANDLER}'\n"
        'errors = \'prometheus_http_requests_total{handler="/api/v1/labels", code=~"5.."}\'\n'
        'min_samples = 300\nrule = "rate < 0.01"',
        f'source = "prometheus"\n{page}value = "go_goroutines"\nrule = "value > 1"',
    )
    asked(prometheus, 1)
    assert metric(run(watched), "m3")["verdict"] == "pass"
    asked(prometheus, 400)
    found = run(watched).ok()
    latency, errors = metric(found), metric(found, "m2")
    assert (latency["samples"], latency["value"]) == (400, None)
    assert (errors["samples"], errors["value"]) == (400, 0)


def test_its_server_answers_queries_with_numbers_and_buckets(watched: Project, prometheus: str) -> None:
    server = f'source = "prometheus"\nurl = "{prometheus}"\n'
    gated(
        watched,
        f'{server}query = "count(up)"\nrule = "value == 1"',
        f'{server}query = "sum by (le) (prometheus_http_request_duration_seconds_bucket)"\nrule = "p50_ms <= 60000"',
        f'{server}query = "histogram_quantile(0.99, rate(no_such_bucket[5m]))"\nrule = "value < 1"',
        f'{server}query = "up{{"\nrule = "value == 1"',
    )
    found = run(watched)
    assert [metric(found, name)["verdict"] for name in ("m1", "m3", "m4")] == ["pass", "inconclusive", "inconclusive"]
    assert metric(found, "m2")["reason"].startswith("0 of 1,000 samples")
