"""A real Prometheus scrapes `opskit monitor serve` by the rules that opskit writes: an alert fires while something is
broken in the database, and no longer."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.monitored import ServingMetrics
from fixtures.program import Project
from fixtures.prometheus import running
from fixtures.server import Connect

CONFIGURATION = """\
global: {{{{scrape_interval: 1s, evaluation_interval: 500ms}}}}
rule_files: [{rules}]
scrape_configs: [{{{{job_name: opskit, static_configs: [{{{{targets: ["{target}"]}}}}]}}}}]
"""
BROKEN = "update pg_catalog.pg_index set indisvalid = false where indexrelid = 'orders_pkey'::regclass"


def alerts(url: str) -> dict[str, dict[str, Any]]:
    """Those that fire, by name."""
    with urllib.request.urlopen(f"{url}/api/v1/alerts", timeout=60) as response:  # noqa: S310 - of this machine
        found = json.load(response)["data"]["alerts"]
    return {each["labels"]["alertname"]: each for each in found if each["state"] == "firing"}


def scraped(url: str) -> bool:
    query = "opskit_check_findings%7Bcheck%3D%22index_invalid%22%7D"
    try:
        with urllib.request.urlopen(f"{url}/api/v1/query?query={query}", timeout=5) as response:  # noqa: S310 - as above
            return bool(json.load(response)["data"]["result"])
    except OSError:
        return False


def wait(holds: Any, seconds: float = 60) -> Any:
    """What it holds."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.2)
    return found


@pytest.fixture
def watched(
    database: str, project: Project, prometheus_bin: Path, serving_metrics: ServingMetrics, tmp_path_factory: Any
) -> Iterator[str]:
    """The address of a Prometheus that watches the database."""
    project.environment("test", database)
    place = tmp_path_factory.mktemp("watching")
    rules = place / "opskit.rules.yml"
    words = ("--runbook-url", "https://wiki.example/opskit", "--for", "0s")
    project.run("monitor", "rules", *words, "-O", str(rules)).exits(0)
    with serving_metrics(project, "--interval", "1s") as service:
        target = service.url.removeprefix("http://")
        with running(prometheus_bin, place, CONFIGURATION.format(rules=rules, target=target)) as url:
            wait(lambda: scraped(url))
            yield url


def test_an_alert_fires_while_an_index_is_invalid_and_no_longer(database: str, watched: str, connect: Connect) -> None:
    here = connect(database)
    here.execute("create table orders (id integer primary key)")
    assert "OpskitIndexInvalid" not in alerts(watched)
    here.execute(BROKEN)
    fired = wait(lambda: alerts(watched).get("OpskitIndexInvalid"))
    assert (fired["labels"]["environment"], fired["labels"]["severity"]) == ("test", "critical")
    assert fired["annotations"]["runbook_url"] == "https://wiki.example/opskit#opskitindexinvalid"
    assert fired["annotations"]["description"].endswith("Next: opskit check index_invalid -e test")
    # A scrape that was not answered in time says so until the next one is.
    wait(lambda: not {"OpskitDown", "OpskitAbsent", "OpskitStale"} & alerts(watched).keys())
    here.execute("drop table orders")
    wait(lambda: "OpskitIndexInvalid" not in alerts(watched))
