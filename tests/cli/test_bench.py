"""`opskit bench` on two databases that differ by one index."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.server import new_database
from fixtures.server_log import ServerLog

from opskit.catalog.configuration import default_ledger
from opskit.cli.main import run
from opskit.core.environment import Environment
from opskit.core.step import Row
from opskit.gate.sampling import DRAWS, Rules, draw, sample
from opskit.pg.reading import ReadSession, reading
from opskit.store.sqlite_ledger import SqliteLedger

ROWS = 20_000
QUERIES = {
    "by_place": "-- title: One place\n-- seed: 2x\n-- slo: p50_ms < 5000\n"
    f"-- param: place = (select floor(max(id) * random())::integer from job) + 0 * {ROWS}\n"
    "select * from job where place = %(place)s",
    "counted": "-- title: All of them\n-- seed: 100000x\nselect count(*) from job",
    "lost": "-- title: A column that is not there\nselect nowhere from job",
    "by_zero": "-- title: Fails at run time\n-- slo: p50_ms < 10\nselect 1 / (id - id) from job",
    "writes": "-- title: Writes\ndelete from job",
    "slow": "-- title: Sleeps\n-- slo: p50_ms < 5, p99_ms < 10\nselect pg_sleep(0.02)",
    "unsure": "-- title: Too few for p99\n-- slo: p99_ms < 5000\nselect 1",
    "quick": "-- title: Nothing\n-- slo: p50_ms < 5000\nselect 1",
}


@pytest.fixture
def environments(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A folder with an opskit.toml: `plain` has a table of 20,000 rows, `indexed` the same with an index."""
    with new_database(cluster) as plain, new_database(cluster) as indexed:
        for conninfo in (plain, indexed):
            with psycopg.connect(conninfo, autocommit=True) as connection:
                connection.execute("create table job (id integer primary key, place integer)")
                connection.execute(f"insert into job select n, n from generate_series(1, {ROWS}) as n".encode())
                if conninfo == indexed:
                    connection.execute("create index job_place on job (place)")
                connection.execute("vacuum (analyze) job")
        folder = tmp_path / "workload"
        folder.mkdir()
        for name, text in QUERIES.items():
            folder.joinpath(f"{name}.sql").write_text(text + "\n")
        tables = [f'[environments.{name}]\ndsn = "{dsn}"\n' for name, dsn in (("plain", plain), ("indexed", indexed))]
        tmp_path.joinpath("opskit.toml").write_text("".join(tables) + '[workload]\npath = "workload"\n')
        monkeypatch.chdir(tmp_path)
        yield {"plain": plain, "indexed": indexed}


@pytest.fixture
def bench(environments: dict[str, str], capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, Any]]]:
    """`code, document = bench("by_place", "-e", "plain")`: the command as typed, with --json; short, unless it says
    itself for how long."""

    def call(*arguments: str) -> tuple[int, dict[str, Any]]:
        capfd.readouterr()
        code = run(["bench", "--seconds", "0.2", *arguments, "--json"])
        return code, json.loads(capfd.readouterr().out)

    return call


def until_there_are(number: int) -> tuple[str, ...]:
    """Words that end a benchmark by its samples, however slow the machine is."""
    return "--max-samples", str(number), "--seconds", "30"


@pytest.fixture
def large(environments: dict[str, str]) -> None:
    """To read the table whole takes so long that a look into the index is many times as fast, on a busy machine too."""
    for conninfo in environments.values():
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(
                f"insert into job select n, n from generate_series({ROWS + 1}, {8 * ROWS}) as n".encode()
            )
            connection.execute("vacuum (analyze) job")


def events() -> Sequence[Any]:
    return [event.entry for event in SqliteLedger(default_ledger()).events()]


def test_a_query_is_timed_with_its_plan_and_only_the_percentiles_its_samples_support(bench: Any) -> None:
    code, document = bench("by_place", "-e", "indexed", *until_there_are(100))
    (query,) = document["data"]["queries"]
    assert (code, document["changed"], document["schema"]) == (0, False, "opskit/bench/1")
    assert 59 <= query["samples"] <= 100
    assert 0 < query["p50_ms"] <= query["p95_ms"] <= query["max_ms"]
    assert query["p99_ms"] is None
    assert set(query["ci"]) == {"p50", "p95"}
    assert query["plan"]["index"] == ["job_place"]
    assert query["errors"] == {}
    assert (query["ratio"], query["before"]) == (None, None)
    assert document["data"]["dataset"][0] | {"total_bytes": 0} == {
        "relation": "public.job",
        "rows": ROWS,
        "total_bytes": 0,
    }


@pytest.mark.usefixtures("large")
def test_against_an_environment_without_the_index_it_is_faster_and_the_claims_are_judged(bench: Any) -> None:
    _, document = bench("by_place", "counted", "-e", "indexed", "--against", "plain", *until_there_are(100))
    by_place, counted = document["data"]["queries"]
    assert document["data"]["kind"] == "paired"
    assert by_place["result"] == "faster"
    assert by_place["ratio_ci"][0] <= by_place["ratio"] <= by_place["ratio_ci"][1]
    assert by_place["ratio"] == pytest.approx(by_place["before"]["p50_ms"] / by_place["p50_ms"], rel=0.02)
    assert by_place["claim"]["verdict"] == "verified"
    assert (by_place["plan"]["index"], by_place["before"]["plan"]["index"]) == (["job_place"], [])
    assert counted["claim"]["verdict"] == "refuted"
    assert by_place["before"]["samples"] == by_place["samples"]
    (recorded,) = events()
    before = recorded.body["before"]
    assert before["environment"] == "plain"
    assert [len(query["samples"]) for query in before["queries"]] == [by_place["samples"], counted["samples"]]


def test_the_same_database_on_both_sides_shows_noise_and_judges_no_claim(bench: Any) -> None:
    _, document = bench("counted", "-e", "plain", "--against", "plain")
    assert document["data"]["queries"][0]["claim"] is None
    assert "the same database" in document["data"]["notes"][0]


def test_without_a_comparison_no_claim_is_judged(bench: Any) -> None:
    _, document = bench("counted", "-e", "indexed")
    assert document["data"]["queries"][0]["seed"] == "100000x"
    assert document["data"]["queries"][0]["claim"] is None


def test_a_query_that_fails_is_counted_by_its_sqlstate_and_does_not_end_the_bench(bench: Any) -> None:
    code, document = bench("-e", "plain", *until_there_are(40))
    found = {query["name"]: query for query in document["data"]["queries"]}
    assert code == 0
    assert set(found) == set(QUERIES)
    assert (found["lost"]["errors"], found["lost"]["samples"]) == ({"42703": 10}, 0)
    assert (found["by_zero"]["errors"], found["by_zero"]["verdict"]) == ({"22012": 10}, "fail")
    assert found["writes"]["errors"] == {"25006": 10}
    assert found["counted"]["samples"] > 0


def test_nothing_is_written_but_the_record_in_the_ledger(bench: Any, environments: dict[str, str]) -> None:
    _, document = bench("quick", "counted", "-e", "plain", *until_there_are(100))
    (entry,) = events()
    assert (entry.kind, entry.run, entry.body["subject"]) == ("bench.finished", document["run"], "bench")
    samples = {query["name"]: query["samples"] for query in entry.body["queries"]}
    assert 30 <= len(samples["quick"]) <= 1000
    assert entry.body["before"] is None
    assert samples["quick"] == [round(ms, 3) for ms in samples["quick"]]
    with psycopg.connect(environments["plain"]) as connection:
        assert connection.execute("select count(*) from job").fetchone() == (ROWS,)
        assert connection.execute("select to_regnamespace('opskit')").fetchone() == (None,)


def test_an_earlier_run_is_a_baseline_with_room_for_drift(bench: Any, capfd: pytest.CaptureFixture[str]) -> None:
    _, first = bench("quick", "counted", "-e", "plain", *until_there_are(100))
    Path("workload/quick.sql").write_text("-- title: Another text\nselect 1 + 1\n")
    _, second = bench("quick", "counted", "-e", "indexed", "--baseline", first["run"], *until_there_are(100))
    counted, quick = second["data"]["queries"]
    assert (second["data"]["kind"], second["data"]["before"]["environment"]) == ("sequential", "plain")
    assert counted["ratio_ci"][1] / counted["ratio_ci"][0] >= 4
    assert counted["before"]["p50_ms"] == pytest.approx(first["data"]["queries"][0]["p50_ms"], abs=0.001)
    assert (quick["result"], quick["ratio"], quick["before"]) == ("not comparable", None, None)
    run(["bench", "counted", "-e", "indexed", "--baseline", first["run"], "--seconds", "0.1"])
    assert "prefer --against" in capfd.readouterr().out


@pytest.mark.parametrize(("query", "code"), [("quick", 0), ("slow", 1), ("unsure", 3), ("counted", 3)])
def test_check_makes_the_service_levels_the_exit_code(bench: Any, query: str, code: int) -> None:
    """`counted` has none: no data is never a pass."""
    assert bench(query, "-e", "plain", "--max-samples", "60")[0] == 0
    assert bench(query, "-e", "plain", "--max-samples", "60", "--check")[0] == code


def test_the_time_is_bounded_by_seconds_and_twice_that_for_the_least_samples(bench: Any) -> None:
    _, document = bench("slow", "-e", "plain")
    (query,) = document["data"]["queries"]
    assert query["samples"] <= 0.4 / 0.02
    assert "p50_ms < 5" in query["reason"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nowhere", "-e", "plain"], 2, "the workload has no query 'nowhere'"),
        (["-e", "plain", "--against", "indexed", "--baseline", "x"], 2, "give one"),
        (["-e", "plain", "--baseline", "20260101-000000-0000"], 2, "no benchmark of run"),
        (["-e", "plain", "--against", "nowhere"], 2, "no environment 'nowhere'"),
        (["-e", "plain", "--min-samples", "50", "--max-samples", "40"], 2, "--min-samples"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_measured(
    environments: dict[str, str], capfd: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    assert run(["bench", *arguments]) == code
    assert words in capfd.readouterr().err
    assert events() == []


def test_a_broken_workload_file_is_exit_7(environments: dict[str, str], capfd: pytest.CaptureFixture[str]) -> None:
    Path("workload/broken.sql").write_text("select 1\n")
    assert run(["bench", "-e", "plain"]) == 7
    assert "broken.sql:1: header key 'title' is missing" in capfd.readouterr().err


@pytest.mark.usefixtures("large")
def test_a_ratio_stands_beside_both_times_in_a_table_of_100_columns(
    environments: dict[str, str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    run(["bench", "by_place", "lost", "-e", "indexed", "--against", "plain", *until_there_are(100)])
    out = capfd.readouterr().out
    assert max(map(len, out.splitlines())) <= 100
    assert re.search(r"^by_place +\d+ +[\d.]+ +.* [\d.]+ +[\d.]+x +[\d.]+-[\d.]+ +faster$", out, re.M)
    assert re.search(r"^lost +0 +— +— +— +— +— +— +too few$", out, re.M)
    assert "FAILED  lost: 42703 x 10" in out
    assert "VERIFIED  by_place: claimed 2x" in out
    assert re.search(r"^by_place +job_place$", out, re.M)


class Noted:
    """A real session that notes its turn."""

    def __init__(self, name: str, session: ReadSession, turns: list[str]) -> None:
        self._name, self._session, self._turns = name, session, turns

    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        self._turns.append(self._name)
        return self._session.rows(query, **params)


def test_the_sides_take_turns_a_b_b_a(environments: dict[str, str]) -> None:
    turns: list[str] = []
    plain, indexed = (Environment(name, dsn, dsn) for name, dsn in environments.items())
    with reading(plain, "opskit/test/a") as first, reading(indexed, "opskit/test/b") as second:
        sides = [Noted("A", first, turns), Noted("B", second, turns)]
        found = sample(sides, "select 1", [{}], Rules(seconds=5, least=6, most=7))
    assert "".join(turns) == "ABBA" * 5
    assert [len(side.ms) for side in found] == [7, 7]


def test_a_round_that_failed_on_one_side_counts_on_none(environments: dict[str, str]) -> None:
    plain, indexed = (Environment(name, dsn, dsn) for name, dsn in environments.items())
    with reading(plain, "opskit/test/a") as first, reading(indexed, "opskit/test/b") as second:
        found = sample(
            [first, second], "select * from job where place = 1 / %(n)s", [{"n": 1}, {"n": 0}], Rules(30, 6, 8)
        )
    assert [len(side.ms) for side in found] == [8, 8]
    assert [set(side.errors) for side in found] == [{"22012"}, {"22012"}]


def test_a_lost_connection_ends_the_bench_as_unreachable(
    environments: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("workload/quick.sql").write_text("-- title: Ends itself\nselect pg_terminate_backend(pg_backend_pid())\n")
    assert run(["bench", "quick", "-e", "plain"]) == 6
    assert "57P01" in capfd.readouterr().err
    assert events() == []


def test_values_are_drawn_anew_for_every_run_and_are_the_same_on_both_sides(
    bench: Any, environments: dict[str, str], server_log: Callable[[str], ServerLog]
) -> None:
    logs = [server_log(environments[name]) for name in ("plain", "indexed")]
    bench("by_place", "-e", "indexed", "--against", "plain", *until_there_are(40))
    used = [
        [each.parameters for each in log.statements("opskit/") if each.sql.startswith("select * from job")]
        for log in logs
    ]
    assert used[0] == used[1]
    assert len(set(used[0])) > 20


def test_a_sub_select_is_drawn_anew_too_and_the_same_values_come_again(environments: dict[str, str]) -> None:
    params = {"id": "(select floor(max(id) * random())::integer from job)"}
    with reading(Environment("plain", environments["plain"], environments["plain"]), "opskit/test/draw") as db:
        first, second = draw(db, params), draw(db, params)
    assert len(first) == DRAWS
    assert len({row["id"] for row in first}) > DRAWS * 0.9
    assert first == second


def test_the_shipped_workload_runs_on_the_sample(
    intowork: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["bench", "--dsn", intowork, "--seconds", "0.02", "--min-samples", "6", "--json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert {query["name"]: query["errors"] for query in document["data"]["queries"] if query["errors"]} == {}
    assert len(document["data"]["queries"]) >= 12
