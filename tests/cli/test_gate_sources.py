"""What each source of metrics measures, on the real thing: pages of Prometheus, a pooler, files, pages."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.checklist import remember, with_numbers
from fixtures.gates import gated, metric, run, sql
from fixtures.pgbouncer import Pooled
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import counts
from fixtures.webserver import Serving, says
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from opskit.scratch.cluster import Cluster


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


def counted(requests: int, errors: int) -> str:
    """A page as the client libraries of Prometheus print it."""
    buckets = {"0.005": requests // 2, "0.05": requests - 5, "0.5": requests, "+Inf": requests}
    lines = [
        "# HELP http_requests_total Requests.",
        "# TYPE http_requests_total counter",
        f'http_requests_total{{code="200",path="/"}} {requests - errors:.1f}',
        *([f'http_requests_total{{code="500",path="/"}} {errors:.1f} 1767700000000'] if errors else []),
        "# TYPE http_request_duration_seconds histogram",
        *(f'http_request_duration_seconds_bucket{{path="/",le="{le}"}} {count}' for le, count in buckets.items()),
        f'http_request_duration_seconds_count{{path="/"}} {requests}',
        'process_open_fds 17\nweird{note="a \\"quoted\\" \\\\ thing, with = and }"} NaN',
    ]
    return "\n".join(lines) + "\n"


class Growing:
    """A page whose counters a test moves on."""

    def __init__(self, serving: Serving) -> None:
        self.page = counted(100_000, 0)
        self.url = serving(self._answer)

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        says(self.page, Content_Type="text/plain; version=0.0.4")(request)


ERRORS = 'source = "error-rate"\nmin_samples = 3000\nrule = "rate < 0.001"\n'
CHOSEN = """errors = 'http_requests_total{code=~"5.."}'\nrequests = "http_requests_total"\n"""


def test_an_error_rate_is_bounded_by_what_the_counters_gained(numbers: Project, serving: Serving) -> None:
    page = Growing(serving)
    gated(numbers, f'{ERRORS}url = "{page.url}"\n{CHOSEN}')
    first = metric(run(numbers).exits(3))
    assert (first["verdict"], first["samples"]) == ("inconclusive", 0)
    page.page = counted(103_100, 0)
    clean = metric(run(numbers).ok())
    assert (clean["verdict"], clean["value"], clean["samples"]) == ("pass", 0, 3100)
    assert clean["interval"][1] == pytest.approx(3 / 3100, rel=0.01)
    page.page = counted(106_200, 20)
    bad = metric(run(numbers).exits(3))
    assert (bad["verdict"], bad["notes"][0]) == ("fail", "20 errors in 3,100 requests")


def test_counters_that_began_anew_say_nothing_until_they_were_watched_again(numbers: Project, serving: Serving) -> None:
    page = Growing(serving)
    gated(numbers, f'{ERRORS}url = "{page.url}"\n{CHOSEN}', gate='soak = "1h"')
    run(numbers)
    page.page = counted(50, 0)
    found = metric(run(numbers).exits(3))
    assert (found["verdict"], "went down before" in str(found["reason"]) or found["samples"] == 0) == (
        "inconclusive",
        True,
    )


def test_a_file_of_counters_serves_as_well_and_one_that_is_not_there_is_no_pass(numbers: Project) -> None:
    file = numbers.place / "requests.json"
    gated(numbers, f'{ERRORS}file = "requests.json"\ncritical = true')
    assert metric(run(numbers).exits(3))["reason"] == "requests.json is not there"
    for requests in (10, 4010):
        file.write_text(json.dumps({"requests": requests, "errors": 0}))
        found = run(numbers)
    assert metric(found.ok())["verdict"] == "pass"
    file.write_text('{"requests": 40')
    broken = metric(run(numbers).exits(3))
    assert (broken["verdict"], "is no JSON" in broken["reason"]) == ("error", True)


def test_a_histogram_gives_bounds_and_no_value(numbers: Project, serving: Serving) -> None:
    page = Growing(serving)
    asked = f'source = "prometheus"\nurl = "{page.url}"\nhistogram = "http_request_duration_seconds"\n'
    gated(numbers, f'{asked}rule = "p50_ms <= 50 and p99_ms <= 50"', f'{asked}rule = "p95_ms < 20"')
    assert metric(run(numbers).exits(3))["verdict"] == "inconclusive"
    page.page = counted(120_000, 0)
    found = run(numbers)
    passed, open_ = metric(found), metric(found, "m2")
    assert (passed["verdict"], passed["value"], passed["samples"]) == ("pass", None, 20_000)
    assert (open_["verdict"], open_["interval"], open_["value"]) == ("inconclusive", [5, 50], None)


@pytest.mark.parametrize(
    ("asked", "verdict", "told"),
    [
        ('value = "process_open_fds"\nrule = "value < 20"', "pass", ""),
        ('value = "process_open_fds"\nrule = "value < 10"', "fail", ""),
        ('value = "weird"\nrule = "value < 10"', "inconclusive", "has no weird"),
        ('value = "absent"\nrule = "value < 10"', "inconclusive", "has no absent"),
        ('histogram = "absent"\nrule = "p50_ms < 10"', "inconclusive", "has no histogram absent"),
    ],
)
def test_a_series_of_a_page_is_a_value(numbers: Project, serving: Serving, asked: str, verdict: str, told: str) -> None:
    gated(numbers, f'source = "prometheus"\nurl = "{Growing(serving).url}"\n{asked}')
    found = metric(run(numbers))
    assert (found["verdict"], told in found["reason"]) == (verdict, True)


@pytest.mark.parametrize("body", ["<html>sorry</html>", "http_requests_total{code=200} 1", "a 1 2 3"])
def test_half_a_page_of_metrics_is_no_metric(numbers: Project, serving: Serving, body: str) -> None:
    gated(numbers, f'source = "prometheus"\nurl = "{serving(says(body))}"\nvalue = "a"\nrule = "value < 9"')
    assert "is no page of metrics" in metric(run(numbers).exits(3))["reason"]


def test_a_page_longer_than_other_answers_is_read_whole(numbers: Project, serving: Serving) -> None:
    body = "".join(f'filler{{n="{number}"}} 1\n' for number in range(20_000)) + "last 3\n"
    gated(numbers, f'source = "prometheus"\nurl = "{serving(says(body))}"\nvalue = "last"\nrule = "value == 3"')
    run(numbers).ok()


def answered(result: Any, kind: str = "vector") -> str:
    return json.dumps({"status": "success", "data": {"resultType": kind, "result": result}})


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (answered([{"metric": {}, "value": [1767700000, "0.02"]}]), "pass"),
        (answered([1767700000, "0.7"], "scalar"), "fail"),
        (answered([]), "inconclusive"),
        (answered([{"metric": {}, "value": [1, "NaN"]}]), "inconclusive"),
        (
            answered([{"metric": {"a": "1"}, "value": [1, "0"]}, {"metric": {"a": "2"}, "value": [1, "0"]}]),
            "inconclusive",
        ),
        ('{"status": "error"}', "inconclusive"),
    ],
)
def test_a_query_of_the_server_of_prometheus_is_a_value(
    numbers: Project, serving: Serving, body: str, verdict: str
) -> None:
    asked = f'source = "prometheus"\nurl = "{serving(says(body))}"\nquery = "sum(rate(x[5m]))"\nrule = "value < 0.5"'
    assert metric(run(gated(numbers, asked)))["verdict"] == verdict


def test_a_page_is_timed_and_an_answer_that_fails_was_infinitely_slow(numbers: Project, serving: Serving) -> None:
    good, bad = serving(says("hello")), serving(says("no", status=500))
    asked = 'source = "http"\ntimes = 80\nmin_samples = 80\n'
    gated(
        numbers, f'{asked}rule = "p95_ms < 5000"\nurl = "{good}"', f'{asked}rule = "p95_ms < 5000"\nurl = "{bad}"',
        f'{asked}rule = "failed == 0 and p95_ms < 5000"\nurl = "{bad}"',
    )  # fmt: skip
    found = run(numbers)
    assert (metric(found)["verdict"], metric(found)["samples"]) == ("pass", 80)
    assert metric(found, "m2")["reason"].startswith("5 of 80 samples; so far requests: p95_ms < 5000: 5 samples")
    assert "5 of 5 requests failed" in str(metric(found, "m2")["notes"])
    assert metric(found, "m3")["verdict"] == "fail", "that they failed was seen as it is"


def test_an_address_may_begin_with_a_variable_of_the_environment(
    numbers: Project, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    gated(numbers, 'source = "http"\nurl = "$SHOP_URL/jobs"\ntimes = 10\nmin_samples = 6\nrule = "p50_ms < 5000"')
    found = metric(run(numbers).exits(3))
    assert (found["verdict"], found["reason"]) == ("error", "SHOP_URL is not set; $SHOP_URL/jobs begins with it")
    monkeypatch.setenv("SHOP_URL", serving(says("hello")))
    run(numbers).ok()


def test_the_newest_benchmark_since_the_last_change_counts_once(numbers: Project) -> None:
    folder = numbers.place / "workload"
    folder.mkdir()
    (folder / "one.sql").write_text("-- title: one\nselect 1\n")
    settings = numbers.place / "opskit.toml"
    settings.write_text(settings.read_text() + '[workload]\npath = "workload"\n')
    gated(numbers, 'source = "latency"\nmin_samples = 100\nrule = "p50_ms < 1000"')
    assert metric(run(numbers).exits(3))["reason"] == "the ledger has no benchmark of test"
    numbers.run("bench", "--seconds", "30", "--max-samples", "100").ok()
    assert metric(run(numbers).ok())["samples"] == 100
    assert metric(run(numbers).ok())["samples"] == 100, "the same run, found twice"
    numbers.run("apply", "--confirm", "test").ok()
    assert "is of before the change" in metric(run(numbers).exits(3))["reason"]


def test_the_log_of_pgbench_is_read_transaction_by_transaction(
    numbers: Project, database: str, cluster: Cluster
) -> None:
    pgbench = cluster.bin_dir / "pgbench"
    if not pgbench.exists():
        pytest.skip("these programs have no pgbench")
    (numbers.place / "one.sql").write_text("select 1;\n")
    gated(numbers, 'source = "pgbench-log"\nfile = "pgbench_log.*"\nmin_samples = 500\nrule = "p99_ms < 5000"')
    assert metric(run(numbers).exits(3))["reason"] == "pgbench_log.* is not there"
    command = [pgbench, "-n", "-t", "600", "--log", "-f", "one.sql", database]
    subprocess.run(command, check=True, capture_output=True, cwd=numbers.place)
    assert metric(run(numbers).ok())["samples"] == 600
    assert "holds no transaction since the last look" in metric(run(numbers).exits(3))["reason"]


def test_a_pooler_tells_how_full_its_fullest_pool_is(
    numbers: Project, database: str, pooled: Pooled, connect: Connect
) -> None:
    through = pooled(database, "session")
    name = conninfo_to_dict(database)["dbname"]
    console = make_conninfo(through, dbname="pgbouncer", user="pgbouncer")
    numbers.environment("test", database, f'pgbouncer = "{console}"')
    gated(numbers, f'source = "pool-use"\npools = ["{name}"]\nrule = "max_use < 0.8 and waiting == 0"')
    sessions = [connect(through) for _ in range(3)]
    for session in sessions:
        session.execute("select 1")
    found = metric(run(numbers).ok())
    assert (found["conditions"][0]["value"], found["verdict"]) == (0.6, "pass")
    for _ in range(2):
        connect(through).execute("select 1")
    assert metric(run(numbers).exits(3))["conditions"][0]["value"] == 1


def test_without_a_pooler_it_is_the_servers_connections_and_the_page_says_so(numbers: Project) -> None:
    gated(numbers, 'source = "pool-use"\nrule = "max_use < 0.8"')
    found = metric(run(numbers).ok())
    assert 0 < found["value"] < 0.8
    assert "no PgBouncer is named" in found["notes"][0]


def test_a_share_of_too_few_blocks_says_nothing(numbers: Project, database: str, connect: Connect) -> None:
    asked = 'source = "cache-hit"\nwarm_up = "0s"\nrule = "hit_ratio > 0.5"\n'
    gated(numbers, f"{asked}min_blocks = 100", asked, f'{asked}warm_up = "1h"'.replace('warm_up = "0s"\n', ""))
    run(numbers)
    with psycopg.connect(database, autocommit=True) as session:
        for _ in range(300):
            session.execute("select count(*) from numbers")
    counts(connect(database), "select heap_blks_hit >= 300 from pg_statio_user_tables where relname = 'numbers'")
    found = run(numbers)
    assert (metric(found)["verdict"], metric(found)["value"] > 0.5) == ("pass", True)
    assert "of more than 100,000 were counted" in metric(found, "m2")["reason"]
    assert "its cache counts after 1h" in metric(found, "m3")["reason"]


def test_dead_rows_are_judged_in_the_table_that_has_most(numbers: Project, database: str, connect: Connect) -> None:
    gated(numbers, 'source = "dead-tuples"\nmin_dead = 50\nrule = "max_pct < 20 and max_dead < 100000"')
    session = connect(database)
    session.execute("alter table numbers set (autovacuum_enabled = false)")
    run(numbers).ok()
    with psycopg.connect(database, autocommit=True) as writer:
        writer.execute("delete from numbers where n > 10")
    counts(session, "select n_dead_tup >= 90 from pg_stat_user_tables where relname = 'numbers'")
    found = metric(run(numbers).exits(3))
    assert (found["verdict"], "public.numbers" in str(found["notes"])) == ("fail", True)


def test_settings_are_held_against_the_control(numbers: Project, intowork: str, connect: Connect) -> None:
    numbers.environment("production", intowork)
    gated(
        numbers, 'source = "settings-parity"\nrule = "different == 0"',
        'source = "settings-parity"\nallowed = ["work_mem"]\nrule = "different == 0"',
        gate='kind = "cluster"\ncontrol = "production"',
    )  # fmt: skip
    name = conninfo_to_dict(intowork)["dbname"]
    connect(intowork).execute(f"alter database {name} set work_mem = '64MB'".encode())
    found = run(numbers)
    assert (metric(found)["verdict"], metric(found)["value"]) == ("fail", 1)
    assert "work_mem = 4.0 MB, 64 MB on production" in str(metric(found)["notes"]) or "work_mem" in str(
        metric(found)["notes"]
    )
    assert metric(found, "m2")["verdict"] == "pass"


def test_no_replica_is_no_lag_of_zero(numbers: Project) -> None:
    gated(numbers, 'source = "replication-lag"\nrule = "max_seconds < 60"')
    assert metric(run(numbers).exits(3))["reason"] == "no replica streams from here"


def test_a_control_without_keys_of_its_own_is_not_compared_with_itself(
    numbers: Project, intowork: str, serving: Serving
) -> None:
    url = serving(says("hello"))
    numbers.environment("production", intowork)
    asked = f'source = "http"\nurl = "{url}"\ntimes = 400\nmin_samples = 400\nrule = "p50_ms < 5000"\n'
    gated(
        numbers, asked, f'{asked}control = {{ url = "{url}other" }}\nmargins = {{ p50_ms = 10.0, p99_ms = 1000.0 }}',
        gate='kind = "cluster"\ncontrol = "production"\nload_band = 1.0',
    )  # fmt: skip
    run(numbers)
    found = run(numbers)
    assert "the metric has no keys for it" in metric(found)["reason"]
    beside = metric(found, "m2")
    assert (beside["verdict"], [each["verdict"] for each in beside["compared"]]) == ("pass", ["pass", "pass"])


def test_what_was_measured_stands_in_the_ledger_without_secrets(numbers: Project, serving: Serving) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        says("a 1\n" if request.headers["Authorization"] == "Bearer h7nter2-Zx" else "no")(request)

    file = numbers.place / "headers"
    file.write_text("Authorization: Bearer h7nter2-Zx\n")
    file.chmod(0o600)
    asked = (
        f'source = "prometheus"\nurl = "{serving(answer)}"\nheaders_file = "{file}"\nvalue = "a"\nrule = "value == 1"'
    )
    run(gated(numbers, asked)).ok()
    assert b"h7nter2" not in Path(numbers.ledger).read_bytes()


def test_a_query_that_writes_is_refused_and_changes_nothing(numbers: Project, database: str, connect: Connect) -> None:
    connect(database).execute("create sequence counted")
    gated(numbers, sql("nextval('counted')", "value == 1"))
    assert metric(run(numbers).exits(3))["verdict"] == "error"
    assert connect(database).execute("select last_value, is_called from counted").fetchone() == (1, False)


@pytest.mark.parametrize(
    ("changed", "verdict", "told"),
    [
        ({}, "pass", "one: p99_ms < 50: 40 (38 to 44)"),
        ({"ci": {"p99": [45.0, 55.0]}}, "inconclusive", "the limit lies within"),
        ({"ci": {"p50": [4.0, 5.0]}}, "inconclusive", "p99_ms could not be told"),
        ({"errors": {"40001": 5}}, "inconclusive", "5 requests failed, too many beside it"),
        ({"errors": {"40001": 500}}, "fail", "no answer"),
        ({"samples": 100}, "inconclusive", "100 of 1,000 samples"),
    ],
)
def test_a_load_counts_with_the_intervals_it_came_with(
    numbers: Project, changed: dict[str, Any], verdict: str, told: str
) -> None:
    """The event of a load as the one that runs it writes it."""
    query = {
        "name": "one", "samples": 20_000, "p50_ms": 4.5, "p95_ms": 20.0, "p99_ms": 40.0, "errors": {},
        "ci": {"p50": [4.4, 4.6], "p99": [38.0, 44.0]}, **changed,
    }  # fmt: skip
    remember(numbers, "load.finished", timedelta(0), subject="load", load={"whole": True}, queries=[query])
    gated(numbers, 'source = "latency"\nrule = "p99_ms < 50"')
    found = metric(run(numbers))
    assert (found["verdict"], told in found["reason"]) == (verdict, True), found["reason"]


def test_a_load_that_was_stopped_says_nothing(numbers: Project) -> None:
    remember(numbers, "load.finished", timedelta(0), subject="load", load={"whole": False}, queries=[])
    found = metric(run(gated(numbers, 'source = "latency"\nof = "load"\nrule = "p99_ms < 50"')).exits(3))
    assert "did not run to its end" in found["reason"]
