"""`opskit monitor export` and `serve`: what the checks find, for a monitoring server, which is told too when nobody can
tell."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from fixtures.monitored import Monitored, ServingMetrics, value
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import until

from opskit.catalog.checks import load_all
from opskit.gate.exposition import Series, parse
from opskit.scratch.cluster import Cluster

On = Callable[[str], Project]
INVALID = (
    "create table t (id integer primary key)",
    "update pg_catalog.pg_index set indisvalid = false where indexrelid = 't_pkey'::regclass",
)
# The server of the tests does not fsync, which is a critical finding anywhere else.
LIVED_WITH = """
[[ignore]]
check = "durability_off"
reason = "a server to test with"
until = 2099-12-31
"""
GONE = "host=127.0.0.1 port=1 dbname=x"


def exported(project: Project, code: int = 0) -> list[Series]:
    return parse(project.run("monitor", "export").exits(code).out)


@pytest.fixture
def sound(database: str, on: On) -> Project:
    """A project whose database has no critical finding."""
    project = on(database)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(LIVED_WITH)
    return project


def test_every_check_has_a_verdict_and_counts_for_each_severity_it_can_report(
    database: str, on: On, cluster: Cluster
) -> None:
    found = exported(on(database))
    asked = [
        each
        for each in load_all(cluster.version)
        if not {"pgbouncer", "application", "machine"}.intersection(each.given)
    ]
    verdicts = {each.labels["check"]: each.value for each in found if each.name == "opskit_check_verdict"}
    assert verdicts.keys() == {each.slug for each in asked}
    assert set(verdicts.values()) <= {0, 1, 2}
    counted = {
        (each.labels["check"], each.labels["severity"]) for each in found if each.name == "opskit_check_findings"
    }
    assert {slug for slug, severity in counted if severity == "critical"} == {
        each.slug for each in asked if each.capable == "critical"
    }


def test_a_finding_is_counted_where_it_was_found(database: str, on: On, connect: Connect) -> None:
    project = on(database)
    about = {"check": "index_invalid", "environment": "test", "dimension": "indexes", "severity": "critical"}
    before = exported(project)
    for statement in INVALID:
        connect(database).execute(statement)
    after = exported(project)
    for name in ("opskit_check_findings", "opskit_check_verdict"):
        assert (value(before, name, **about), value(after, name, **about)) == (0, 1)
    scores = [value(each, "opskit_dimension_score", dimension="indexes") for each in (before, after)]
    assert scores[0] > scores[1]
    assert value(after, "opskit_verdict") == 1
    assert value(after, "opskit_up") == value(after, "opskit_ledger_up") == 1
    assert abs(value(after, "opskit_last_look_timestamp_seconds") - time.time()) < 60


def test_every_success_criterion_stands_there_before_anybody_looked_at_it(database: str, on: On) -> None:
    found = exported(on(database))
    metrics = [each.labels["metric"] for each in found if each.name == "opskit_gate_metric_verdict"]
    assert metrics == [
        "indexes-used", "search-latency", "duplicates", "cache-hit", "pool-use", "error-rate", "user-reports",
        "dashboard-load",
    ]  # fmt: skip
    assert value(found, "opskit_gate_metric_verdict", metric="cache-hit", critical="false") == 2


def test_a_database_that_does_not_answer_is_down_and_nothing_is_said_of_its_checks(project: Project) -> None:
    found = exported(project.environment("test", GONE), code=6)
    assert value(found, "opskit_up", environment="test") == 0
    assert not [each for each in found if each.name.startswith(("opskit_check", "opskit_score"))]
    assert value(found, "opskit_gate_metric_verdict", metric="duplicates") == 2


def test_the_file_is_replaced_whole_and_readable_by_the_collector(database: str, on: On) -> None:
    project = on(database)
    file = project.place / "opskit.prom"
    project.run("monitor", "export", "-O", str(file)).exits(0)
    first, mode = file.stat().st_ino, file.stat().st_mode & 0o777
    reader = file.open(encoding="utf-8")
    project.environment("test", GONE).run("monitor", "export", "-O", str(file)).exits(6)
    assert value(parse(file.read_text("utf-8")), "opskit_up") == 0
    assert file.stat().st_ino != first
    with reader:
        assert value(parse(reader.read()), "opskit_up") == 1, "who reads while it is written reads a whole one"
    assert mode & 0o044 == 0o044
    assert [path.name for path in project.place.iterdir() if "prom" in path.name] == ["opskit.prom"]


def test_a_file_that_is_a_link_stays_one(database: str, on: On, tmp_path: Path) -> None:
    project = on(database)
    (tmp_path / "kept.prom").write_text("", encoding="utf-8")
    (tmp_path / "link.prom").symlink_to(tmp_path / "kept.prom")
    project.run("monitor", "export", "-O", "link.prom").exits(0)
    assert (tmp_path / "link.prom").is_symlink()
    assert "opskit_up" in (tmp_path / "kept.prom").read_text("utf-8")


def test_health_is_200_then_503_with_the_reason_then_200_again(
    database: str, sound: Project, connect: Connect, serving_metrics: ServingMetrics
) -> None:
    with serving_metrics(sound, "--interval", "1s") as service:
        status, body = service.health()
        assert (status, body["status"], body["critical"], body["environment"]) == (200, "ok", [], "test")
        for statement in INVALID:
            connect(database).execute(statement)
        until(lambda: service.health()[0] == 503)
        assert service.health()[1]["critical"] == ["index_invalid"]
        connect(database).execute("drop table t")
        until(lambda: service.health()[0] == 200)
        assert service.ask("/")[0] == 404


def test_a_server_that_went_away_is_503_and_down(
    pg_bin: Path, tmp_path_factory: pytest.TempPathFactory, on: On, serving_metrics: ServingMetrics
) -> None:
    server = Cluster.create(tmp_path_factory.mktemp("watched"), "server", pg_bin, {"fsync": "off"})
    try:
        server.start()
        with serving_metrics(on(server.conninfo()), "--interval", "1s") as service:
            assert value(service.series(), "opskit_up") == 1
            server.stop("immediate")
            until(lambda: service.health()[1]["status"] == "unreachable")
            assert service.health()[0] == 503
            assert value(service.series(), "opskit_up") == 0
    finally:
        server.destroy()


def sessions(connect: Connect, database: str) -> int:
    """That were begun in the database until now, this one among them."""
    with connect(database) as here:
        row = here.execute("select sessions from pg_stat_database where datname = current_database()").fetchone()
    return int(row[0]) if row else 0


def test_many_scrapes_are_answered_from_one_look(
    database: str, on: On, connect: Connect, serving_metrics: ServingMetrics
) -> None:
    with serving_metrics(on(database), "--interval", "1h") as service:
        time.sleep(1.5)  # what a session counted is seen up to a second after its end
        before, seen = sessions(connect, database), value(service.series(), "opskit_last_look_timestamp_seconds")
        threads = [threading.Thread(target=service.series) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(1.5)
        assert value(service.series(), "opskit_last_look_timestamp_seconds") == seen
        assert sessions(connect, database) - before <= 2, "those of this test"


def test_a_scrape_does_not_wait_for_a_database_that_is_stuck(
    database: str, sound: Project, serving_metrics: ServingMetrics
) -> None:
    with serving_metrics(sound, "--interval", "1s") as service, psycopg.connect(database) as holder:
        holder.execute("lock table pg_catalog.pg_index in access exclusive mode")
        time.sleep(2)
        began = time.monotonic()
        assert _quick(service)
        assert time.monotonic() - began < 3, "a look gives up after five seconds"
        holder.rollback()


def _quick(service: Monitored) -> bool:
    return service.ask("/metrics")[0] == service.ask("/healthz")[0] == 200


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("0.0.0.0:9723", "can be reached from other machines"),
        ("db.example:9723", "can be reached from other machines"),
        ("[::]:9723", "can be reached from other machines"),
        ("9723", "is no address to listen on"),
        ("127.0.0.1:http", "is no address to listen on"),
        ("127.0.0.1:99999", "is no address to listen on"),
    ],
)
def test_only_this_machine_is_listened_to_unless_somebody_says_so(
    database: str, on: On, address: str, words: str
) -> None:
    outcome = on(database).run("monitor", "serve", "--listen", address).exits(2)
    assert words in outcome.err
    assert "--listen 127.0.0.1:9723" in outcome.err


def test_an_address_in_use_is_said(database: str, on: On, serving_metrics: ServingMetrics) -> None:
    project = on(database)
    with serving_metrics(project, "--interval", "1h") as service:
        taken = service.url.removeprefix("http://")
        assert "Address already in use" in project.run("monitor", "serve", "--listen", taken).exits(2).err


def test_a_runbook_that_is_not_there_ends_it_at_once(database: str, on: On) -> None:
    assert "there is no runbook" in on(database).run("monitor", "serve", "--runbook", "nothing").exits(2).err


@pytest.mark.parametrize("words", [["--json"], ["-o", "html"], ["-O", "x.prom"]])
def test_a_service_writes_no_document(database: str, on: On, words: list[str]) -> None:
    outcome = on(database).run("monitor", "serve", *words).exits(2)
    assert "next: opskit monitor export -O FILE" in outcome.err
