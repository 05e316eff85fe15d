"""`opskit check`: findings with what mends them, exit codes, thresholds, and blindness that is never a pass."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from fixtures.waiting import PATIENCE_S
from psycopg.conninfo import make_conninfo

from opskit.catalog.check_names import slugs
from opskit.catalog.checks import load
from opskit.core.check import DIMENSIONS
from opskit.scratch.cluster import Cluster

INVALID = """
create table public.orders (id integer primary key, placed_at date);
create index orders_placed_at on public.orders (placed_at);
update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.orders_placed_at'::regclass
"""
END = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where application_name ~ '^opskit/' and wait_event_type = 'Lock'"
)
On = Callable[[str], Project]


def set_thresholds(project: Project, *lines: str) -> None:
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["[thresholds]", *lines, ""]))


def finding_of(outcome: Outcome, slug: str) -> dict[str, object]:
    (result,) = [each for each in outcome.data["checks"] if each["slug"] == slug]
    found: dict[str, object] = result["findings"][0]
    return found


@pytest.fixture
def stranger(cluster: Cluster, connect: Connect) -> str:
    """The name of a login without any rights."""
    connect(cluster.conninfo()).execute(
        "do $$ begin create role stranger login; exception when duplicate_object then null; end $$"
    )
    return "stranger"


def test_every_check_answers_and_the_document_has_the_promised_fields(database: str, on: On) -> None:
    outcome = on(database).run("check", "--json")
    assert outcome.document["schema"] == "opskit/check/1"
    there = [slug for slug in slugs() if not {"pgbouncer", "application", "machine"}.intersection(load(slug, 18).given)]
    assert [each["slug"] for each in outcome.data["checks"]] == there
    for each in outcome.data["checks"]:
        assert {"slug", "title", "dimension", "verdict", "severity", "reason", "findings"} <= each.keys()
        assert each["verdict"] in ("pass", "fail", "inconclusive")
        for finding in each["findings"]:
            assert {"key", "object", "message", "facts", "remedy"} <= finding.keys()
    scores = outcome.data["scores"]
    assert {"overall", "upper", "coverage", "verdict", "dimensions"} <= scores.keys()
    assert set(scores["dimensions"]) == set(DIMENSIONS)
    assert all({"score", "upper", "coverage"} <= each.keys() for each in scores["dimensions"].values())


def test_a_critical_finding_is_exit_1_and_its_remedy_mends_it(database: str, on: On, connect: Connect) -> None:
    connect(database).execute(INVALID)
    project = on(database)
    outcome = project.run("check", "--dimension", "indexes", "--json").exits(1)
    found = finding_of(outcome, "index_invalid")
    assert found["key"] == "index_invalid:public.orders_placed_at"
    assert str(found["remedy"]).startswith("drop index concurrently public.orders_placed_at")
    assert outcome.data["scores"]["overall"] == 30
    connect(database).execute(str(found["remedy"]).partition(";")[0].encode())
    project.run("check", "--dimension", "indexes").ok()


def test_warnings_are_exit_0_unless_they_are_asked_to_fail(database: str, on: On, connect: Connect) -> None:
    connect(database).execute("create table public.heap (id integer)")
    project = on(database)
    assert "WARNING  table_without_primary_key" in project.run("check", "table_without_primary_key").ok().out
    project.run("check", "table_without_primary_key", "--fail-on", "warning").exits(1)


def test_a_fix_is_offered_where_it_carries_something_out(database: str, on: On, connect: Connect) -> None:
    """A table's primary key is nobody's to choose but its owner's; a broken index is taken away."""
    connect(database).execute("create table public.heap (id integer)")
    project = on(database)
    outcome = project.run("check", "table_without_primary_key").ok()
    assert "opskit fix" not in outcome.out and "next: opskit check explain table_without_primary_key" in outcome.out
    connect(database).execute(INVALID)
    words = ("check", "table_without_primary_key", "index_invalid")
    assert "next: opskit fix -n" in project.run(*words).exits(1).out
    assert project.run(*words, "--json").exits(1).data["fixable"] == ["index_invalid:public.orders_placed_at"]


def test_a_check_that_could_not_look_is_exit_3_with_the_grant_that_mends_it(
    database: str, on: On, connect: Connect, stranger: str
) -> None:
    project = on(make_conninfo(database, user=stranger))
    outcome = project.run("check", "idle_in_transaction", "--json").exits(3)
    (result,) = outcome.data["checks"]
    assert (result["verdict"], result["findings"]) == ("inconclusive", [])
    assert result["reason"].endswith(f"grant pg_monitor to {stranger}")
    assert outcome.data["scores"]["verdict"] == "inconclusive"
    admin = connect(database)
    admin.execute(f"grant pg_monitor to {stranger}".encode())
    try:
        project.run("check", "idle_in_transaction").ok()
    finally:
        admin.execute(f"revoke pg_monitor from {stranger}".encode())


def test_what_only_superusers_may_read_is_named_with_the_grants_that_open_it(
    database: str, on: On, connect: Connect, stranger: str
) -> None:
    project = on(make_conninfo(database, user=stranger))
    (result,) = project.run("check", "hba_line_invalid", "--json").exits(3).data["checks"]
    grants = [part.partition(": ")[2] for part in result["reason"].split("; ")]
    assert [grant.split()[:2] for grant in grants] == [["grant", "select"], ["grant", "execute"]]
    admin = connect(database)
    for grant in grants:
        admin.execute(grant.encode())
    project.run("check", "hba_line_invalid").ok()


def test_the_query_that_explain_shows_runs_as_it_stands(database: str, on: On, connect: Connect) -> None:
    shown = on(database).run("check", "explain", "statistics_window_short", "--json").ok().data["query"]
    connect(database).execute(shown.replace("%(min_days)s", "7").encode())


def test_a_session_that_hides_what_it_does_is_no_pass(database: str, on: On, connect: Connect) -> None:
    hidden = connect(database)
    hidden.execute("set track_activities = off")
    hidden.execute("begin")
    (result,) = on(database).run("check", "idle_in_transaction", "--json").exits(3).data["checks"]
    assert result["reason"].endswith("1 sessions have track_activities off: what they do is not shown")
    hidden.execute("rollback")


def test_findings_that_are_only_to_be_known_take_a_line_each(database: str, on: On, connect: Connect) -> None:
    connect(database).execute("create table public.money (id integer primary key, price money, fee money)")
    project = on(database)
    page = project.run("check").out
    assert "- column_type_money (1): Columns of the type money" in page
    assert "of type money: price" not in page
    assert "of type money: price" in project.run("check", "--fail-on", "info").out
    assert "of type money: price" in project.run("check", "column_type_money").out


def test_blindness_to_something_milder_than_the_limit_is_no_exit_3(database: str, on: On) -> None:
    project = on(database)
    set_thresholds(project, '"cache_hit_ratio.min_blocks" = 1000000000')
    outcome = project.run("check", "cache_hit_ratio").ok()
    assert outcome.out.startswith("INCONCLUSIVE")
    project.run("check", "cache_hit_ratio", "--fail-on", "warning").exits(3)


def test_a_check_that_fails_is_inconclusive_and_the_others_run(database: str, on: On, connect: Connect) -> None:
    connect(database).execute(INVALID)
    project = on(database)
    set_thresholds(project, '"check.timeout_s" = 2')  # of the other one a slow machine may need some
    with connect(database).transaction() as held:
        held.connection.execute("drop index public.orders_placed_at")
        outcome = project.run("check", "index_invalid", "table_without_primary_key", "--json").exits(3)
    blocked, other = outcome.data["checks"]
    assert (blocked["verdict"], other["verdict"]) == ("inconclusive", "pass")
    assert "timeout" in blocked["reason"]


def test_rows_that_cannot_be_judged_make_one_check_inconclusive_and_the_others_run(
    database: str, on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opskit.checks.index_bloat.refine", lambda rows, params: rows[len(rows)])
    data = on(database).run("check", "index_bloat", "table_bloat", "--json").document["data"]
    index, table = data["checks"]
    assert (index["verdict"], table["verdict"]) == ("inconclusive", "pass")
    assert index["reason"].startswith("its query gives no usable answer")


def test_a_lost_connection_ends_the_run(database: str, on: On, connect: Connect) -> None:
    admin = connect(database)
    admin.execute(INVALID)
    project = on(database)
    with connect(database).transaction() as held:
        held.connection.execute("drop index public.orders_placed_at")
        ending = threading.Thread(target=end_the_waiter, args=(admin,))
        ending.start()
        outcome = project.run("check", "index_invalid").exits(6)
        ending.join()
    assert "connection was lost" in outcome.err


def end_the_waiter(admin: psycopg.Connection[Any]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not admin.execute(END).fetchall() and time.monotonic() < end:
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["check", "index_invalyd"], "did you mean index_invalid?"),
        (["check", "index_invalid", "--dimension", "schema"], "none of these checks is about schema"),
        (["check", "--dimension", "beauty"], "beauty"),
        (["check", "--fail-on", "fatal"], "fatal"),
        (["check", "explain", "index_invalyd"], "did you mean index_invalid?"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(database: str, on: On, words: list[str], answer: str) -> None:
    assert answer in on(database).run(*words).exits(2).err


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('"wraparound.warn_xid" = 1', "wraparound.warn_xid: the check has no such parameter (it has: warn_xids,"),
        ('"wraparound.warn_xids" = "many"', "wraparound.warn_xids: 'many' is no number"),
        ("wraparound.warn_xid = 1", "wraparound.warn_xid: the check has no such parameter"),
    ],
)
def test_a_threshold_that_means_nothing_is_refused_with_its_line(database: str, on: On, line: str, fault: str) -> None:
    project = on(database)
    set_thresholds(project, line)
    number = (project.place / "opskit.toml").read_text().splitlines().index(line) + 1
    outcome = project.run("check", "wraparound").exits(7)
    assert f"opskit.toml:{number}: thresholds: {fault}" in outcome.err


@pytest.mark.parametrize("line", ['"wraparound.warn_xids" = 1', "wraparound.warn_xids = 1"])
def test_a_threshold_from_opskit_toml_counts(database: str, on: On, line: str) -> None:
    project = on(database)
    project.run("check", "wraparound", "--fail-on", "warning").ok()
    set_thresholds(project, line)
    project.run("check", "wraparound", "--fail-on", "warning").exits(1)
    assert '"wraparound.warn_xids" = 1 (default 500000000)' in project.run("check", "explain", "wraparound").ok().out


def test_a_name_with_control_characters_cannot_reach_the_terminal(database: str, on: On, connect: Connect) -> None:
    connect(database).execute('create table "evil\x1b[31m\n{pids}" (id integer)')
    project = on(database)
    outcome = project.run("check", "table_without_primary_key").ok()
    assert "\x1b" not in outcome.out
    assert 'public."evil\\u001b[31m {pids}"' in outcome.out
    found = finding_of(project.run("check", "table_without_primary_key", "--json"), "table_without_primary_key")
    assert found["object"] == 'public."evil\x1b[31m\n{pids}"'
    assert str(found["remedy"]).startswith('alter table public."evil\x1b[31m\n{pids}" add primary key')


def test_the_page_fits_80_columns_but_for_statements(
    database: str, on: On, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    connect(database).execute(INVALID)
    lines = on(database).run("check").exits(1).out.splitlines()
    assert lines[0].startswith("FAIL  ")
    assert max(len(line) for line in lines if not line.startswith("    ")) <= 80
    assert lines[-1] == "next: opskit check explain durability_off"


def test_list_and_explain_need_no_database(project: Project) -> None:
    listed = project.run("check", "list", "--json").ok()
    assert sorted(each["slug"] for each in listed.data["checks"]) == slugs()
    page = project.run("check", "list").ok().out
    assert [slug for slug in slugs() if len(slug) < 28 and slug not in page] == []
    for slug in slugs():
        explained = project.run("check", "explain", slug, "--json").ok().data
        assert explained["slug"] == slug
        assert all(each["source"] for each in explained["params"])


def test_markdown_is_written_too(database: str, on: On) -> None:
    assert on(database).run("check", "tls_off", "-o", "markdown").ok().out.startswith("**PASS**")
