"""`opskit bench --load`: real pgbench on real servers, for a few seconds each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect, new_database
from fixtures.waiting import until

from opskit.core.bench_record import LOADED
from opskit.gate.load_seen import STARTED
from opskit.scratch.cluster import Cluster
from opskit.store.sqlite_ledger import SqliteLedger

ROWS = 20_000
SHORT = ("--clients", "4", "--duration", "2s", "--warm-up", "0s")
WORKLOAD = {
    "by_place.sql": "-- title: One place\n-- weight: 9\n-- seed: 5x\n-- slo: p50_ms < 5000\n"
    f"-- param: place = (select floor(max(id) * random())::integer from job) + 0 * {ROWS}\n"
    "select * from job where place = %(place)s -- a remark at the end",
    "quick.sql": "-- title: Nothing\nselect 1",
    "lost.sql": "-- title: A column that is not there\n-- slo: p50_ms < 5000\nselect nowhere from job",
    "sometimes.sql": "-- title: Fails for some values\n-- param: n = floor(random() * 10)::integer\n"
    "select 1 / %(n)s::integer",
    "sleeps.sql": "-- title: Sleeps\nselect pg_sleep(0.05)",
    "moves.pgbench": "-- title: Moves a row\n-- writes: yes\n\\set id random(1, 3)\n"
    "begin isolation level serializable;\nupdate job set place = place + 1 where id = :id;\ncommit;\n",
    "sneaks.pgbench": "-- title: Writes and does not say so\nupdate job set place = 0 where id = 1;\n",
    "claims.toml": '[[claim]]\nid = "rate"\ntext = "15 -> 150 a second"\nqueries = ["quick"]\n'
    'rule = "throughput >= 150"\n'
    '[[claim]]\nid = "unseen"\ntext = "Never wrong"\nqueries = ["quick"]\nrule = "error_rate < 0.00001"\n'
    '[[claim]]\nid = "users"\ntext = "100 users"\nrule = "clients >= 100"\n'
    '[[claim]]\nid = "slept"\ntext = "Sleeps quickly"\nqueries = ["sleeps"]\nrule = "p95_ms < 10"\n'
    '[[claim]]\nid = "ten"\ntext = "10x"\nrule = "throughput_ratio >= 10"\n',
}  # fmt: skip
Load = Callable[..., Outcome]


@pytest.fixture
def job(cluster: Cluster) -> Iterator[str]:
    """A table of 20,000 rows without an index on place."""
    with new_database(cluster) as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute("create table job (id integer primary key, place integer)")
            connection.execute(f"insert into job select n, n from generate_series(1, {ROWS}) as n".encode())
            connection.execute("vacuum (analyze) job")
        yield conninfo


@pytest.fixture
def place(project: Project, job: str) -> Project:
    project.environment("test", job).environment("guarded", job, "protected = true")
    folder = project.place / "workload"
    folder.mkdir()
    for name, text in WORKLOAD.items():
        (folder / name).write_text(f"{text}\n")
    _configure(project, 'path = "workload"')
    return project


def _configure(project: Project, line: str) -> None:
    with (project.place / "opskit.toml").open("a") as file:
        file.write(f"[workload]\n{line}\n")


@pytest.fixture
def load(place: Project) -> Load:
    """`load("quick", "--rate", "50")`: for two seconds, with --json."""
    return lambda *words: place.run("bench", "--load", "-e", "test", *SHORT, *words, "--json")


def events(place: Project) -> Sequence[Any]:
    return [event.entry for event in SqliteLedger(place.ledger).events()]


def by_name(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {query["name"]: query for query in outcome.data["queries"]}


def answers(outcome: Outcome) -> dict[str, tuple[str, str]]:
    return {claim["id"]: (claim["verdict"], claim["reason"]) for claim in outcome.data["claims"]}


def test_a_load_is_served_measured_and_kept_in_the_ledger(load: Load, place: Project) -> None:
    done = load("by_place", "quick", "--warm-up", "1s", "--duration", "4s").ok()
    assert (done.document["schema"], done.document["changed"]) == ("opskit/bench/1", False)
    served, queries = done.data["load"], by_name(done)
    assert (served["clients"], served["fewest"], served["whole"], served["asked"]) == (4, 4, True, None)
    assert served["transactions"] == sum(query["samples"] for query in queries.values()) > 200
    assert served["throughput"] == pytest.approx(served["transactions"] / 4, rel=0.01)
    assert served["dropped"] > 0
    # one in ten, by chance: five standard deviations at most from it
    assert abs(queries["quick"]["samples"] - served["transactions"] / 10) < 1.5 * served["transactions"] ** 0.5
    assert queries["by_place"]["plan"]["node"] == "Seq Scan"
    highest = queries["quick"]["p99_ms"] or queries["quick"]["max_ms"]  # a busy machine makes too few of them for p99
    assert 0 < queries["quick"]["p50_ms"] <= highest <= queries["quick"]["max_ms"] * 1.01
    assert queries["by_place"]["ci"]["p99"][0] <= queries["by_place"]["p99_ms"] <= queries["by_place"]["ci"]["p99"][1]
    assert queries["by_place"]["verdict"] == "pass"
    begun, ended = events(place)
    assert (begun.kind, ended.kind) == (STARTED, LOADED)
    assert (begun.body["queries"], begun.body["clients"]) == (["by_place", "quick"], 4)
    assert ended.body["load"]["transactions"] == served["transactions"]
    assert ended.body["all"]["p99_ms"] == done.data["whole"]["p99_ms"]


def test_values_differ_from_transaction_to_transaction_and_the_server_plans_for_each(
    load: Load, job: str, server_log: Callable[[str], Any]
) -> None:
    log = server_log(job)
    load("by_place", "--rate", "40", "--duration", "2s").ok()
    sent = [each.sql for each in log.statements("opskit/") if each.application.endswith("/load")]
    asked = {sql for sql in sent if "from job where place = '" in sql and not sql.startswith("explain")}
    assert len(asked) > 30


def test_each_promise_has_an_answer_and_doubt_says_what_is_missing(load: Load) -> None:
    done = load("quick")
    found = answers(done)
    assert found["rate"] == ("pass", "")
    verdict, reason = found["unseen"]
    assert verdict == "inconclusive" and "more without an error are missing" in reason
    assert found["users"] == ("inconclusive", "--clients 100 would tell")
    assert found["ten"][0] == "inconclusive"
    assert "slept" not in found
    assert done.data["verdict"] == "inconclusive"


def test_a_promise_that_is_broken_fails_and_check_makes_it_the_exit_code(load: Load) -> None:
    done = load("sleeps", "--check").exits(1)
    verdict, reason = answers(done)["slept"]
    assert verdict == "fail" and "at least 5" in reason


def test_what_nobody_asked_for_is_no_failure(load: Load) -> None:
    done = load("quick", "--rate", "40")
    assert answers(done)["rate"][0] == "inconclusive"
    assert "40 a second were asked for" in answers(done)["rate"][1]
    assert done.data["load"]["throughput"] == pytest.approx(40, rel=0.5)


def test_a_server_that_cannot_keep_up_is_seen_from_when_a_transaction_was_due(load: Load) -> None:
    """A transaction of 50 ms, one client: twenty a second at most. Asked as fast as it can, each takes 50 ms, and
    nothing shows that users who come sixty a second would wait longer and longer."""
    hidden = by_name(load("sleeps", "--clients", "1"))["sleeps"]
    shown = load("sleeps", "--clients", "1", "--rate", "60", "--duration", "4s")
    seen = by_name(shown)["sleeps"]
    assert hidden["p50_ms"] < 200
    assert seen["p95_ms"] > 400
    assert shown.data["load"]["unserved"] > 10
    assert shown.data["load"]["late"] > 20
    assert shown.data["load"]["throughput"] < 25
    assert any("did not keep up" in note for note in shown.data["notes"])


def test_a_query_that_cannot_run_is_left_out_and_counted_by_its_sqlstate(load: Load) -> None:
    queries = by_name(load("lost", "quick").ok())
    assert (queries["lost"]["errors"], queries["lost"]["samples"], queries["lost"]["verdict"]) == (
        {"42703": 1}, 0, "fail",
    )  # fmt: skip
    assert queries["quick"]["samples"] > 0


def test_errors_are_counted_by_sqlstate_and_the_load_goes_on_with_all_its_clients(
    load: Load, job: str, cluster: Cluster
) -> None:
    """pgbench ends a client at each of them."""
    already = cluster.log_path.read_text().count("/load|ERROR:  division by zero")
    done = load("sometimes", "quick", "--duration", "6s", "--rate", "60").ok()
    logged = cluster.log_path.read_text().count("/load|ERROR:  division by zero") - already
    query = by_name(done)["sometimes"]
    assert query["errors"] == {"22012": logged}
    assert logged > 0
    assert done.data["load"]["starts"] > 1
    assert done.data["load"]["sentences"]["22012"] == "ERROR:  division by zero"
    assert by_name(done)["quick"]["errors"] == {}
    assert done.data["load"]["fewest"] < 4


def test_a_load_reads_only_even_where_a_script_would_write(load: Load, connect: Connect, job: str) -> None:
    done = load("sneaks", "--duration", "2s").ok()
    assert set(by_name(done)["sneaks"]["errors"]) == {"25006"}
    assert connect(job).execute("select place from job where id = 1").fetchone() == (1,)


def test_serialization_failures_are_counted_or_tried_again(load: Load, connect: Connect, job: str) -> None:
    once = load("moves", "--writes", "--confirm", "test").ok()
    assert once.document["changed"] is True
    assert set(by_name(once)["moves"]["errors"]) <= {"40001", "40P01"}
    assert by_name(once)["moves"]["errors"]["40001"] > 0
    assert once.data["load"]["fewest"] == 4
    again = load("moves", "--writes", "--confirm", "test", "--tries", "100").ok()
    assert by_name(again)["moves"]["errors"] == {}
    assert by_name(again)["moves"]["retried"] > 0
    assert connect(job).execute("select sum(place - id) > 0 from job").fetchone() == (True,)


def test_a_script_that_writes_wants_to_be_allowed_and_agreed_to(load: Load, place: Project) -> None:
    refused = place.run("bench", "--load", "moves", "-e", "test").exits(2)
    assert "moves changes rows, and this load only reads" in refused.err
    assert "opskit bench --load moves --writes" in refused.err
    shown = place.run("bench", "--load", "moves", "-e", "test", "--writes").exits(10)
    assert "CHANGES ROWS" in shown.out
    assert events(place) == []


def test_the_shortest_load_is_one_too(load: Load) -> None:
    done = load("quick", "--duration", "1s").ok()
    assert done.data["load"]["transactions"] > 100
    assert done.data["load"]["whole"] is True


def test_a_load_of_nothing_that_can_run_is_inconclusive(load: Load) -> None:
    done = load("lost").ok()
    assert (done.data["load"]["transactions"], done.data["load"]["whole"]) == (0, False)
    assert done.data["verdict"] == "inconclusive"


def test_rows_were_written_so_no_exit_code_says_that_nothing_changed(load: Load) -> None:
    load("moves", "--writes", "--confirm", "test", "--duration", "1s", "--check").exits(8)


def test_a_protected_environment_wants_its_name_for_reading_too(place: Project) -> None:
    words = ("bench", "--load", "quick", "-e", "guarded", *SHORT)
    assert "A load on guarded, which only reads" in place.run(*words).exits(10).out
    assert events(place) == []
    place.run(*words, "--confirm", "test").exits(2)
    place.run(*words, "--confirm", "guarded").ok()


def test_rows_are_changed_in_a_window_only(place: Project, job: str) -> None:
    past = "windows = [{ start = 2026-01-06T22:00:00Z, end = 2026-01-06T23:00:00Z }]"
    place.environment("windowed", job, past)
    _configure(place, 'path = "workload"')
    refused = place.run("bench", "--load", "moves", "-e", "windowed", *SHORT, "--writes", "--confirm", "windowed")
    assert "windowed may not be changed now (nothing was changed)" in refused.exits(4).err
    assert "without --writes a load only reads" in refused.err
    place.run("bench", "--load", "quick", "-e", "windowed", *SHORT).ok()


def test_a_dry_run_shows_what_would_be_run_and_sends_nothing(place: Project) -> None:
    shown = place.run("bench", "--load", "quick", "-e", "test", "--rate", "5", "-n").exits(10)
    assert "10 clients, 5 transactions a second" in shown.out
    assert events(place) == []


def test_a_load_after_the_change_is_compared_with_the_one_before(load: Load, connect: Connect, job: str) -> None:
    first = load("by_place", "quick")
    connect(job).execute("create index job_place on job (place)")
    connect(job).execute(f"insert into job select n, n from generate_series({ROWS + 1}, {2 * ROWS}) as n".encode())
    connect(job).execute("vacuum (analyze) job")
    second = load("by_place", "quick", "--clients", "3", "--baseline", first.document["run"])
    query, whole = by_name(second)["by_place"], second.data["whole"]
    assert query["p50"]["before"] == by_name(first)["by_place"]["p50_ms"]
    assert query["p50"]["ratio"] == pytest.approx(query["p50"]["before"] / query["p50"]["after"], rel=0.02)
    assert query["ratio_ci"][0] < query["ratio"] < query["ratio_ci"][1]
    assert query["ratio"] > 2 and whole["per_second"]["ratio"] > 1
    assert query["claim"]["factor"] == 5
    assert query["plan"]["index"] == ["job_place"]
    assert second.data["before"]["run"] == first.document["run"]
    notes = " ".join(second.data["notes"])
    assert "public.job has 40,000 rows here and 20,000 before" in notes
    assert "clients 3 here and 4 before" in notes
    (ten,) = [each["measured"] for each in second.data["claims"] if each["id"] == "ten"]
    assert " -> " in ten


def test_another_server_and_another_mix_are_said(load: Load, place: Project, cluster: Cluster, job: str) -> None:
    first = load("by_place", "quick").document["run"]
    with new_database(cluster, psycopg.conninfo.conninfo_to_dict(job)["dbname"]) as other:  # type: ignore[arg-type]
        place.environment("other", other)
        _configure(place, 'path = "workload"')
        done = place.run("bench", "--load", "quick", "-e", "other", *SHORT, "--baseline", first, "--json")
    assert any("the baseline is of another server" in note for note in done.data["notes"])
    assert done.data["whole"]["result"] == "not comparable"
    assert by_name(done)["quick"]["ratio"] is not None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere"], 2, "the workload has no query 'nowhere'"),
        (["--baseline", "20260101-000000-0000"], 2, "the ledger has no load of run"),
        (["--clients", "5000"], 4, "the server has no room for 5000 clients"),
        (["--seconds", "3"], 2, "--seconds does not go with --load"),
        (["--against", "guarded"], 2, "--against does not go with --load"),
        (["--duration", "0s"], 2, "--duration is at least 1s"),
    ],
)
def test_what_cannot_be_run_is_told_before_anything_is_sent(
    place: Project, words: list[str], code: int, said: str
) -> None:
    assert said in place.run("bench", "--load", "-e", "test", *words).exits(code).err
    assert events(place) == []


def test_an_option_of_a_load_without_one_is_refused(place: Project) -> None:
    assert "--clients belongs to --load" in place.run("bench", "-e", "test", "--clients", "5").exits(2).err


def test_a_pgbench_that_is_not_there_is_an_error_with_what_installs_it(place: Project) -> None:
    text = (place.place / "opskit.toml").read_text()
    (place.place / "opskit.toml").write_text(text.replace("[workload]", '[workload]\npgbench = "gone/pgbench"'))
    refused = place.run("bench", "--load", "quick", "-e", "test").exits(2).err
    assert "a load needs pgbench (nothing was changed)" in refused
    assert "gone/pgbench is none that runs" in refused
    assert "pip install 'opskit[demo]'" in refused


def test_a_query_and_a_script_of_one_name_are_refused(place: Project) -> None:
    (place.place / "workload" / "quick.pgbench").write_text("-- title: Another\nselect 2;\n")
    assert "quick.sql is there too" in place.run("bench", "--load", "-e", "test").exits(7).err


def test_the_page_names_both_values_of_every_ratio(load: Load, place: Project) -> None:
    first = load("by_place", "quick").document["run"]
    out = place.run("bench", "--load", "by_place", "quick", "-e", "test", *SHORT, "--baseline", first).ok().out
    assert max(map(len, out.splitlines())) <= 100
    assert f"against run {first} of test" in out
    (row, *_) = [line.split() for line in out.splitlines() if line.startswith("by_place ")]
    assert row[2] == ">" and row[4].endswith("x")
    assert "opskit bench --load by_place quick -e test --clients 4 --baseline" in out


def started(place: Project, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "opskit", "bench", "--load", "sleeps", "-e", "test", *words], cwd=place.place,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
    )  # fmt: skip


def at_work(connection: psycopg.Connection[Any]) -> int:
    query = (
        "select count(*) from pg_stat_activity where datname = current_database() and application_name like '%/load'"
    )
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ending_it_keeps_what_was_seen_as_inconclusive(
    place: Project, connect: Connect, job: str, number: signal.Signals, code: int
) -> None:
    watch = connect(job)
    with started(place, "--clients", "3", "--duration", "120s", "--warm-up", "0s", "--json") as process:
        assert until(lambda: at_work(watch) == 3)
        time.sleep(2)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    document = json.loads(out)
    assert (process.returncode, document["exit_code"]) == (code, code)
    assert document["data"]["verdict"] == "inconclusive"
    assert document["data"]["queries"][0]["samples"] > 20
    # 60 at most; of the whole two minutes it would be one or two
    assert 15 < document["data"]["load"]["throughput"] < 66
    assert "the load ended after" in document["data"]["notes"][0]
    assert at_work(watch) == 0
    assert events(place)[-1].body["load"]["whole"] is False


def test_a_load_does_not_outlive_an_opskit_that_is_killed(place: Project, connect: Connect, job: str) -> None:
    watch = connect(job)
    with started(place, "--clients", "3", "--duration", "300s") as process:
        assert until(lambda: at_work(watch) == 3)
        process.kill()
    assert until(lambda: at_work(watch) == 0)
    assert [entry.kind for entry in events(place)] == [STARTED]


@pytest.mark.slow
def test_what_is_shipped_runs_under_load_on_the_sample(intowork: str, project: Project, connect: Connect) -> None:
    project.environment("test", intowork)
    read = project.run("bench", "--load", "-e", "test", "--clients", "8", *SHORT[2:], "--json").ok()
    assert {query["name"]: query["errors"] for query in read.data["queries"] if query["errors"]} == {}
    assert len(read.data["queries"]) >= 12
    assert {"job-search-throughput", "concurrent-users", "error-rate"} <= {claim["id"] for claim in read.data["claims"]}
    wrote = project.run(
        "bench", "--load", "application", "-e", "test", *SHORT, "--writes", "--confirm", "test", "--json",
    ).ok()  # fmt: skip
    assert wrote.data["load"]["failed"] == 0
    assert wrote.data["load"]["transactions"] > 50
