"""`opskit gate` on real servers: what passes, what fails, what cannot be told, and what persons may decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fixtures.checklist import events, with_numbers
from fixtures.gates import INDEXES, gated, metric, run, sql, used
from fixtures.program import Project
from fixtures.server import Connect
from psycopg.conninfo import make_conninfo

GO = ("gate", "decide", "canary", "--runbook", "small", "--go", "--reason", "it is known and mended soon")
NO_GO = ("gate", "decide", "canary", "--runbook", "small", "--no-go", "--reason", "the pool was full at noon")
STATUS = ("gate", "status", "canary", "--runbook", "small", "--json")


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


@pytest.fixture
def applied(numbers: Project) -> Project:
    numbers.run("apply", "--confirm", "test").ok()
    return numbers


@contextmanager
def another_login(project: Project, database: str, connect: Connect, name: str) -> Iterator[None]:
    """The same project, as somebody else."""
    admin = connect(database)
    admin.execute(f"create role {name} login superuser".encode())
    before = project.environments["test"]
    project.environments["test"] = before.replace(database, make_conninfo(database, user=name))
    settings = project.place / "opskit.toml"
    text = settings.read_text()
    settings.write_text(text.replace(database, make_conninfo(database, user=name)))
    try:
        yield
    finally:
        settings.write_text(text)
        admin.execute(f"drop role {name}".encode())


def test_a_canary_with_its_indexes_used_passes_and_says_what_kind_of_canary_it_is(
    applied: Project, database: str
) -> None:
    gated(applied, INDEXES)
    first = run(applied).exits(3)
    assert (first.data["verdict"], metric(first)["verdict"]) == ("inconclusive", "inconclusive")
    used(database)
    second = run(applied).exits(0)
    assert (second.data["verdict"], metric(second)["verdict"]) == ("pass", "pass")
    page = applied.run("gate", "canary", "--runbook", "small").ok().out
    assert page.startswith("PASS  gate canary on test, canary: before-after (single cluster).")
    assert "It cannot show the cause" in page
    (decided,) = events(applied, "gate.decided")
    assert (decided.body["decision"], decided.body["by"], list(decided.body["migrations"])) == ("go", [], ["a1"])


def test_a_canary_with_a_missing_index_fails(applied: Project, database: str, connect: Connect) -> None:
    gated(applied, 'source = "catalog"\nrule = "missing == 0 and invalid == 0"\ncritical = true')
    run(applied).exits(0)
    connect(database).execute("drop index one")
    found = run(applied).exits(1)
    assert (found.data["verdict"], metric(found)["value"]) == ("fail", 1)
    assert "one: missing" in str(metric(found)["notes"])
    assert "the schema was changed" in found.data["soak"]["anew"]


def test_an_index_that_only_opskit_itself_scans_is_not_used(applied: Project, workload: Project) -> None:
    gated(applied, INDEXES, 'source = "probe"\nseconds = 0.2\nrule = "p50_ms < 1000"')
    run(applied).exits(3)
    for _ in range(2):
        found = run(applied).exits(1)
    assert (metric(found)["verdict"], found.data["verdict"]) == ("fail", "fail")
    assert found.data["metrics"][0]["conditions"][2]["value"] == 1


@pytest.fixture
def workload(applied: Project) -> Project:
    """One query, which reads by the index."""
    folder = applied.place / "workload"
    folder.mkdir()
    (folder / "one.sql").write_text(
        "-- title: one\n-- param: n = (random() * 99)::integer\nselect n from numbers where n = %(n)s\n"
    )
    settings = applied.place / "opskit.toml"
    settings.write_text(settings.read_text() + '[workload]\npath = "workload"\n')
    return applied


def test_too_few_samples_are_inconclusive_with_what_is_missing(workload: Project) -> None:
    gated(workload, 'source = "probe"\nseconds = 0.2\nmin_samples = 100000\nrule = "p99_ms < 50"\ncritical = true')
    found = run(workload).exits(3)
    assert (found.data["verdict"], metric(found)["verdict"]) == ("inconclusive", "inconclusive")
    assert "of 100,000 samples" in metric(found)["reason"]


def test_a_probe_passes_its_limits_with_values_intervals_and_samples(workload: Project) -> None:
    gated(workload, 'source = "probe"\nseconds = 20\nmin_samples = 368\nrule = "p50_ms < 500 and p99_ms < 5000"')
    found = metric(run(workload).exits(0))
    assert found["verdict"] == "pass"
    assert found["samples"] >= 368
    for each in found["conditions"]:
        assert each["interval"][0] <= each["value"] <= each["interval"][1] < each["limit"]


@pytest.mark.parametrize(
    ("metrics", "verdict", "code"),
    [
        ([sql("0"), sql("1", more="critical = true")], "fail", 1),
        ([sql("1"), sql("1 / 0", more="critical = true")], "inconclusive", 3),
        ([sql("1"), sql("0", more="critical = true")], "marginal", 3),
        ([sql("null::integer"), sql("0")], "inconclusive", 3),
        ([sql("0"), sql("0", more="critical = true")], "pass", 0),
    ],
)
def test_a_gate_is_as_its_worst_metric_lets_it_be(
    numbers: Project, metrics: list[str], verdict: str, code: int
) -> None:
    assert run(gated(numbers, *metrics)).exits(code).data["verdict"] == verdict


def test_what_cannot_be_told_fails_where_the_runbook_says_so(numbers: Project) -> None:
    run(gated(numbers, sql("null::integer"), gate='on_inconclusive = "fail"')).exits(1)


def test_it_runs_until_the_soak_is_over_and_no_time_counts_that_nobody_looked_through(numbers: Project) -> None:
    gated(numbers, sql("0"), gate='soak = "1h"')
    found = run(numbers).exits(3)
    assert (found.data["verdict"], found.data["soak"]["over"], found.data["decision"]) == ("running", False, None)
    assert numbers.run(*STATUS).exits(3).data["verdict"] == "running"


def test_it_is_looked_at_again_and_again_until_it_passes(numbers: Project) -> None:
    gated(numbers, sql("0"), gate='soak = "3s"')
    found = run(numbers, "--follow", "1s").ok()
    assert found.data["looks"] >= 3
    assert "the next one in 1 s" in found.err


def test_status_measures_nothing_and_needs_no_server(numbers: Project, database: str, connect: Connect) -> None:
    gated(numbers, sql("0"))
    before = numbers.run(*STATUS).exits(3)
    assert {each["reason"] for each in before.data["metrics"]} == {"not measured yet"}
    run(numbers).ok()
    text = (numbers.place / "opskit.toml").read_text()
    (numbers.place / "opskit.toml").write_text(text.replace(database, "host=127.0.0.1 port=1 connect_timeout=2"))
    count = len(events(numbers, "gate.sampled"))
    assert numbers.run(*STATUS).ok().data["verdict"] == "pass"
    assert len(events(numbers, "gate.sampled")) == count


def test_a_change_begins_the_soak_anew(numbers: Project) -> None:
    gated(numbers, sql("0"))
    run(numbers).ok()
    numbers.run("apply", "--confirm", "test").ok()
    stale = numbers.run(*STATUS).exits(3)
    assert "changed something since it was looked at" in metric(stale)["reason"]
    found = run(numbers).ok()
    assert (found.data["looks"], found.data["soak"]["anew"].startswith("run ")) == (1, True)


def test_each_look_has_to_keep_to_a_limit(numbers: Project, connect: Connect, database: str) -> None:
    gated(numbers, sql("count(*)", "value < 200").replace("as value", "as value from numbers"), gate='soak = "1h"')
    run(numbers).exits(3)
    connect(database).execute("insert into numbers select generate_series(1, 200)")
    assert run(numbers).exits(3).data["verdict"] == "marginal"
    connect(database).execute("delete from numbers")
    found = run(numbers).exits(3)
    assert (found.data["verdict"], metric(found)["interval"]) == ("marginal", [0, 300])


def test_going_on_against_a_finding_takes_two_persons(numbers: Project, database: str, connect: Connect) -> None:
    gated(numbers, sql("1"), sql("0", more="critical = true"))
    run(numbers).exits(3)
    first = numbers.run(*GO, "--json").exits(4)
    assert (first.data["agreed"], first.data["decision"], first.document["changed"]) == (["postgres"], None, False)
    again = numbers.run(*GO).exits(4)
    assert "login postgres has said go already" in again.err
    with another_login(numbers, database, connect, "gate_ann"):
        second = numbers.run(*GO, "--json").ok()
        assert second.data["decision"]["by"] == ["postgres", "gate_ann"]
        assert numbers.run(*STATUS).ok().data["decision"]["holds"]
        assert numbers.run(*GO, "--json").ok().document["changed"] is False


def test_a_first_go_does_not_count_for_what_was_found_later(numbers: Project, database: str, connect: Connect) -> None:
    table = sql("count(*)").replace("as value", "as value from extra")
    connect(database).execute("create table extra (n integer)")
    gated(numbers, sql("1"), table)
    run(numbers).exits(3)
    numbers.run(*GO).exits(4)
    connect(database).execute("insert into extra values (1)")
    run(numbers).exits(3)
    with another_login(numbers, database, connect, "gate_bob"):
        assert numbers.run(*GO, "--json").exits(4).data["agreed"] == ["gate_bob"]


@pytest.mark.parametrize(
    ("metrics", "why"),
    [
        ([sql("0"), sql("null::integer", more="critical = true")], "critical: m2 inconclusive"),
        ([sql("1"), sql("null::integer", more="critical = true")], "critical: m2 inconclusive"),
        ([sql("0"), sql("1", more="critical = true")], "critical: m2 fail"),
        ([sql("0"), sql("1 / 0", more="critical = true")], "critical: m2 error"),
    ],
)
def test_nobody_may_go_on_against_a_critical_metric(numbers: Project, metrics: list[str], why: str) -> None:
    gated(numbers, *metrics)
    run(numbers)
    refused = numbers.run(*GO).exits(4)
    assert "gate canary cannot be a go (nothing was recorded)" in refused.err
    assert why in refused.err
    assert events(numbers, "gate.agreed") == []


def test_one_person_is_enough_to_stop_and_only_persons_lift_that(
    numbers: Project, database: str, connect: Connect
) -> None:
    gated(numbers, sql("0"))
    run(numbers).ok()
    stopped = numbers.run(*NO_GO, "--json").ok()
    assert (stopped.document["changed"], stopped.data["decision"]["decision"]) == (True, "no-go")
    assert numbers.run(*NO_GO, "--json").ok().document["changed"] is False
    assert run(numbers).exits(1).data["verdict"] == "pass"
    assert len(events(numbers, "gate.decided")) == 2
    numbers.run(*GO).ok()
    assert run(numbers).ok().data["decision"]["by"] == ["postgres"]


def test_a_decision_is_refused_without_a_sentence_a_word_or_a_look(numbers: Project) -> None:
    gated(numbers, sql("0"))
    decide = ("gate", "decide", "canary", "--runbook", "small")
    assert "say --go or --no-go" in numbers.run(*decide, "--reason", "all is well").exits(2).err
    assert "the reason is no sentence" in numbers.run(*decide, "--go", "--reason", "ok").exits(2).err
    assert "was never looked at" in numbers.run(*GO).exits(4).err
    run(numbers).ok()
    gated(numbers, sql("0", "value < 5"))
    assert "written otherwise since" in numbers.run(*GO).exits(4).err


def test_a_person_signs_what_only_persons_can_answer(numbers: Project) -> None:
    gated(numbers, 'source = "person"\nask = "Whom?"\nrule = "signed >= 1"', sql("0"))
    found = run(numbers).exits(3)
    assert metric(found)["reason"] == "nobody has signed it yet; Whom?"
    sign = ("gate", "sign", "canary", "--runbook", "small", "--reason", "support has had no complaint")
    assert "m2 is not signed" in numbers.run(*sign, "m2").exits(2).err
    numbers.run(*sign, "m1").ok()
    found = run(numbers).ok()
    assert (metric(found)["value"], "support has had no complaint" in str(metric(found)["notes"])) == (1, True)
    numbers.run("apply", "--confirm", "test").ok()
    assert metric(run(numbers).exits(3))["verdict"] == "inconclusive", "of before the change"


def test_a_gate_that_is_not_there_names_the_one_that_may_be_meant(numbers: Project) -> None:
    gated(numbers, sql("0"))
    refused = numbers.run("gate", "run", "canry", "--runbook", "small").exits(2)
    assert "small has no gate 'canry'" in refused.err
    assert "did you mean 'canary'?" in refused.err


def test_a_server_that_does_not_answer_leaves_no_look(project: Project) -> None:
    project.environment("test", "host=127.0.0.1 port=1 connect_timeout=2")
    run(gated(project, sql("0"))).exits(6)
    assert not project.ledger.exists()
