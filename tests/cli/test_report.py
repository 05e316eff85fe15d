"""`opskit report`: the verdict with its reasons, from a real server; what cannot be told is never ready."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from fixtures.persons import login, typed_by
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from fixtures.server_log import ServerLog
from psycopg.conninfo import make_conninfo

from opskit.core.ledger import Entry
from opskit.scratch.cluster import Cluster, running
from opskit.store.sqlite_ledger import SqliteLedger

SAMPLE = Path(__file__).parents[2] / "sql" / "intowork" / "migrations"
RUNBOOK = """\
schema  = 1
items   = 1
metrics = 0
id      = "go"
title   = "Go or no go"
version = "1"
[[phase]]
id    = "p"
title = "P"
[[item]]
id       = "talk"
title    = "Talk"
priority = "critical"
phase    = "p"
kind     = "manual"
signoff  = { ask = "Go?" }
"""
# What these commands have to see is not what the tests' fast server is: it gives up durability, a critical finding.
REPORT = ("report", "--runbook", "go", "--check")


@pytest.fixture(scope="module")
def durable(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server on which no critical check finds anything."""
    server = Cluster.create(tmp_path_factory.mktemp("durable"), "server", pg_bin, {})
    try:
        with running(server):
            yield server
    finally:
        server.destroy()


@pytest.fixture
def window(durable: Cluster, connect: Connect, project: Project) -> Iterator[Project]:
    """A deploy window on `prod`: a table, a migration of one index, a checklist of one item."""
    admin = connect(durable.conninfo())
    admin.execute("create database shop")
    with connect(durable.conninfo("shop")) as shop:
        shop.execute("create table public.numbers as select g as n from generate_series(1, 1000) as g")
        shop.execute("alter table public.numbers add primary key (n)")
    (project.place / "runbooks").mkdir()
    (project.place / "runbooks" / "go.toml").write_text(RUNBOOK, encoding="utf-8")
    project.environment("prod", durable.conninfo("shop")).migration(
        "a1_first", "create index numbers_n on numbers (n, (n + 1));"
    )
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\npath = "runbooks"\n')
    yield project
    admin.execute("drop database shop with (force)")


@pytest.fixture
def ready(window: Project) -> Project:
    """Everything done that has to be."""
    window.run("apply", "--confirm", "prod").ok()
    window.run("checklist", "sign", "talk", "--runbook", "go", "--reason", "we talked it over").ok()
    return window


def blockers(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {each["what"]: each for each in outcome.data["blockers"]}


def written(project: Project) -> list[Entry]:
    return [event.entry for event in SqliteLedger(project.ledger).events() if event.entry.kind == "report.written"]


def screen_lines(page: str) -> int:
    """Lines of a terminal of 100 columns."""
    return sum(max(1, -(-len(line) // 100)) for line in page.rstrip("\n").split("\n"))


def test_ready_when_everything_that_must_hold_holds(ready: Project) -> None:
    outcome = ready.run(*REPORT, "--json").exits(0)
    data = outcome.data
    assert (data["verdict"], data["blockers"]) == ("READY", [])
    assert data["points"]["failed"] == data["points"]["inconclusive"] == 0
    assert [each["state"] for each in data["migrations"]] == ["applied"]
    assert [each["state"] for each in data["indexes"]] == ["present"]
    assert [(each["item"], each["reason"]) for each in data["signoffs"]] == [("talk", "we talked it over")]
    (run,) = data["runs"]
    assert (run["command"], run["outcome"], run["holds"]) == ("apply", "applied", True)
    assert run["longest_s"] <= run["seconds"]


def test_not_ready_before_the_migration_with_the_next_command_for_each_reason(window: Project) -> None:
    window.run("report", "--runbook", "go").exits(0)
    outcome = window.run(*REPORT, "--json").exits(1)
    found = blockers(outcome)
    assert outcome.data["verdict"] == "NOT READY"
    assert outcome.data["score"] <= 59
    assert list(found) == ["a1 first is pending", "talk: Talk"]
    assert found["a1 first is pending"]["why"] == "1 index it makes is not there"
    assert found["a1 first is pending"]["next"] == "opskit plan -e prod"
    assert found["talk: Talk"]["next"].startswith("opskit checklist sign talk --runbook go -e prod")


def test_its_json_has_the_fields_others_build_on(window: Project) -> None:
    document = window.run("report", "--json").ok().document
    assert document["schema"] == "opskit/report/1"
    assert {
        "verdict", "score", "dimensions", "blockers", "gates", "waivers", "benchmark", "signoffs", "not_checked",
        "ledger_head",
    } <= document["data"].keys()  # fmt: skip
    assert len(document["data"]["dimensions"]) == 7
    assert document["data"]["waivers"] == []
    assert [(gate["gate"], gate["verdict"]) for gate in document["data"]["gates"]] == [("canary", "inconclusive")]


def test_a_missing_and_an_invalid_index_block_with_their_remedy(ready: Project, connect: Connect) -> None:
    database = connect(ready_conninfo(ready))
    database.execute("update pg_catalog.pg_index set indisvalid = false where indexrelid = 'numbers_n'::regclass")
    found = blockers(ready.run(*REPORT, "--json").exits(1))
    assert "DROP INDEX CONCURRENTLY" in found["public.numbers_n is invalid"]["remedy"][0]
    database.execute("drop index numbers_n")
    found = blockers(ready.run(*REPORT, "--json").exits(1))
    assert [each["next"] for each in found.values()] == ["opskit verify indexes -e prod"]


def test_a_critical_finding_that_is_ignored_is_a_waiver_and_told(ready: Project, connect: Connect) -> None:
    connect(ready_conninfo(ready)).execute(
        "create table public.w (a integer primary key); create index w_a on public.w (a);"
        "update pg_index set indisvalid = false where indexrelid = 'public.w_a'::regclass"
    )
    assert ready.run(*REPORT, "--json").exits(1).data["verdict"] == "NOT READY"
    with (ready.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[[ignore]]\ncheck = "index_invalid"\nobject = "public.w_a"\n'
            'reason = "it goes <tonight>"\nuntil = 2999-01-01\n'
        )
    outcome = ready.run(*REPORT, "--json").exits(0)
    assert outcome.data["verdict"] == "READY WITH WAIVERS"
    assert [each["reason"] for each in outcome.data["waivers"]] == ["it goes <tonight>"]
    ready.run("report", "--runbook", "go", "-e", "prod", "-o", "html", "-O", "report.html").ok()
    page = (ready.place / "report.html").read_text(encoding="utf-8")
    assert "index_invalid:public.w_a" in page
    assert "it goes &lt;tonight&gt;" in page


def ready_conninfo(project: Project) -> str:
    text = project.environments["prod"]
    return text.split('dsn = "')[1].split('"')[0]


def test_data_that_cannot_be_unique_blocks_and_says_which(window: Project, connect: Connect) -> None:
    connect(ready_conninfo(window)).execute("create table public.t as select 1 as a from generate_series(1, 3)")
    window.migration("b2_unique", "create unique index t_a on t (a);")
    found = blockers(window.run(*REPORT, "--json").exits(1))
    assert "3 rows of t have (a) = (1)" in found["the data of t stands in the way"]["why"]


def test_a_part_that_cannot_be_had_is_not_proven_never_green(ready: Project) -> None:
    (ready.place / "migrations" / "a1_first" / "up.sql").write_text("create index numbers_n on numbers (n desc);")
    outcome = ready.run(*REPORT, "--json").exits(3)
    assert outcome.data["verdict"] == "NOT PROVEN"
    assert outcome.data["score"] <= 59
    assert {each["area"]: each["verdict"] for each in outcome.data["blockers"]} == {
        "migrations": "inconclusive",
        "indexes": "inconclusive",
    }
    reasons = {each["what"]: each["why"] for each in outcome.data["not_checked"]}
    assert "was edited after it was applied here" in reasons["pending migrations"]


def test_a_login_that_sees_less_never_gets_a_better_report(ready: Project, connect: Connect) -> None:
    seen = ready.run(*REPORT, "--json").exits(0).data
    conninfo = ready_conninfo(ready)
    admin = connect(conninfo)
    admin.execute("do $$ begin create role stranger login; exception when duplicate_object then null; end $$")
    admin.execute("grant usage on schema opskit to stranger")
    admin.execute("grant select on all tables in schema opskit to stranger")
    ready.environment("prod", make_conninfo(conninfo, user="stranger"))
    with (ready.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\npath = "runbooks"\n')
    less = ready.run(*REPORT, "--json").exits(3).data
    assert less["verdict"] == "NOT PROVEN"
    assert {(each["area"], each["verdict"]) for each in less["blockers"]} == {("checks", "inconclusive")}
    assert less["score"] <= seen["score"]
    assert len(less["not_checked"]) > len(seen["not_checked"])


def test_an_edited_ledger_blocks(ready: Project) -> None:
    with sqlite3.connect(ready.ledger) as ledger:
        ledger.execute("drop trigger event_no_update")
        ledger.execute("update event set operator = 'somebody@else' where seq = 2")
    outcome = ready.run(*REPORT, "--json").exits(1)
    assert "event 2 was edited" in blockers(outcome)["the chain of the ledger"]["why"]


def test_an_unreachable_server_is_an_error_and_nothing_is_recorded(project: Project) -> None:
    project.environment("prod", "host=127.0.0.1 port=1 dbname=nothing connect_timeout=2")
    project.run("report").exits(6)
    assert not project.ledger.exists()


def test_without_migrations_and_configuration_it_is_not_proven(project: Project, durable: Cluster) -> None:
    outcome = project.run("report", "--dsn", durable.conninfo(), "--check", "--json")
    reasons = {each["what"]: each for each in outcome.data["blockers"]}
    assert reasons["the migrations cannot be told"]["verdict"] == "inconclusive"
    assert "no migrations are configured" in reasons["the migrations cannot be told"]["why"]


def test_it_adds_one_event_and_the_next_report_tells_of_it(window: Project) -> None:
    window.run("report").ok()
    before = len(SqliteLedger(window.ledger).events())
    data = window.run("report", "--json").ok().data
    events = SqliteLedger(window.ledger).events()
    assert len(events) == before + 1
    assert events[-1].entry.body["verdict"] == "NOT READY"
    assert events[-1].entry.body["rests_on"] == data["ledger_head"] == events[-2].hash
    assert [(each["verdict"], each["score"]) for each in data["earlier"]] == [
        ("NOT READY", written(window)[0].body["score"])
    ]


def test_it_writes_nothing_to_the_database(
    on: Callable[[str], Project], database: str, server_log: Callable[[str], ServerLog], connect: Connect
) -> None:
    project = on(database).migration("a1_first", "create table t (a integer);")
    log = server_log(database)
    project.run("report").ok()
    words = {logged.sql.split()[0].lower() for logged in log.statements("opskit/") if logged.sql.strip()}
    assert words <= {"select", "with", "--", "set", "show"}
    (row,) = connect(database).execute("select to_regclass('t'), to_regnamespace('opskit')").fetchall()
    assert tuple(row) == (None, None)


def test_the_schema_is_held_against_staging(window: Project, durable: Cluster, connect: Connect) -> None:
    connect(durable.conninfo()).execute("create database rehearsal template shop")
    try:
        window.environment("staging", durable.conninfo("rehearsal"))
        data = window.run("report", "-e", "prod", "--json").ok().data
        assert data["comparison"]["verdict"] == "pass"
        connect(durable.conninfo("rehearsal")).execute("create table only_there (a integer primary key)")
        data = window.run("report", "-e", "prod", "--json").ok().data
        found = {each["name"]: each["change"] for each in data["comparison"]["differences"]}
        assert (data["comparison"]["verdict"], found["public.only_there"]) == ("fail", "missing")
        assert window.run("report", "-e", "staging", "--json").ok().data["comparison"] is None
    finally:
        connect(durable.conninfo()).execute("drop database rehearsal with (force)")


def test_a_staging_that_does_not_answer_is_told_as_not_checked(window: Project) -> None:
    window.environment("staging", "host=127.0.0.1 port=1 dbname=nothing connect_timeout=2")
    data = window.run("report", "-e", "prod", "--json").ok().data
    assert data["comparison"]["verdict"] == "inconclusive"
    assert "comparison with staging" in {each["what"] for each in data["not_checked"]}


def test_its_page_fits_a_screen_of_40_lines(
    on: Callable[[str], Project], intowork: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    project = on(intowork)
    for path in sorted(SAMPLE.glob("*/up.sql")):
        project.migration(path.parent.name, path.read_text(encoding="utf-8"))
    for words in ([], ["apply", "--confirm", "test"], ["bench", "duplicate_check", "--seconds", "0.1"]):
        if words:
            project.run(*words).ok()
        page = project.run("report").ok().out
        assert screen_lines(page) <= 40
        assert page.startswith("NOT READY  test: ")
        assert "ledger head " in page
        assert "Not checked: " in page


def test_the_ending_of_the_file_chooses_the_form(window: Project) -> None:
    for name in ("report.html", "report.md", "report.json"):
        assert window.run("report", "-O", name).ok().out == ""
    text = (window.place / "report.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(text)
    assert "NOT READY" in text
    assert "opskit plan" in (window.place / "report.md").read_text(encoding="utf-8")
    assert json.loads((window.place / "report.json").read_text(encoding="utf-8"))["data"]["verdict"] == "NOT READY"


def test_an_unknown_runbook_is_told_as_not_proven_with_the_names_there_are(ready: Project) -> None:
    outcome = ready.run("report", "--runbook", "gone", "--check", "--json").exits(3)
    points = {point["area"]: point for point in outcome.data["blockers"]}
    assert {name: point["verdict"] for name, point in points.items()} == {
        "checklist": "inconclusive", "gates": "inconclusive",
    }  # fmt: skip
    assert all("there is no runbook 'gone'" in point["why"] for point in points.values())


def test_a_load_is_shown_with_the_one_before_the_migration(window: Project) -> None:
    folder = window.place / "workload"
    folder.mkdir()
    (folder / "some.sql").write_text("-- title: Some numbers\n-- seed: 2x\nselect n from numbers where n < 9\n")
    with (window.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[workload]\npath = "workload"\n')
    load = ("bench", "--load", "-e", "prod", "--clients", "2", "--duration", "1s", "--warm-up", "0s", "--json")
    assert window.run(*REPORT, "--json").data["load"] is None
    before = window.run(*load).ok().document["run"]
    window.run("apply", "--confirm", "prod").ok()
    after = window.run(*load).ok().document["run"]
    shown = window.run(*REPORT, "--json").data["load"]
    assert (shown["run"], shown["view"]["before"]["run"]) == (after, before)
    (query,) = shown["view"]["queries"]
    assert query["p50"]["before"] and query["p50"]["after"] and query["ratio"]
    assert query["claim"]["factor"] == 2
    page = window.run(*REPORT, "-o", "html").out
    assert '<section id="load">' in page and "dashed the load before" in page


def test_a_critical_item_that_two_persons_waived_is_a_waiver_and_told(ready: Project, connect: Connect) -> None:
    why, about = ("--reason", "nobody <is> here to talk to"), ("--runbook", "go", "-e", "prod")
    ready.run("checklist", "reset", "talk", *why, *about).ok()
    assert ready.run(*REPORT, "--json").exits(1).data["verdict"] == "NOT READY"
    with login(connect(ready_conninfo(ready)), "ck_bob", ""):
        ready.run("checklist", "waive", "talk", "--until", "14d", *why, *about).ok()
        assert ready.run(*REPORT, "--json").exits(1).data["waived"] == []
        typed_by(ready, "ck_bob", "checklist", "waive", "talk", "--until", "14d", *why, *about).ok()
    data = ready.run(*REPORT, "--json").exits(0).data
    assert (data["verdict"], data["waived"][0]["agreed"]) == ("READY WITH WAIVERS", ["postgres", "ck_bob"])
    ready.run("report", *about, "-o", "html", "-O", "report.html").ok()
    assert "nobody &lt;is&gt; here to talk to" in (ready.place / "report.html").read_text(encoding="utf-8")


def test_a_database_it_has_never_seen_gets_a_useful_page(durable: Cluster, project: Project, connect: Connect) -> None:
    """No configuration, no checklist, no ledger: nothing is claimed, and what is wrong with it stands on the page."""
    admin = connect(durable.conninfo())
    admin.execute("create database seen_first")
    with connect(durable.conninfo("seen_first")) as first:
        first.execute("create table public.w (a integer primary key); create index w_a on public.w (a)")
    (project.place / "opskit.toml").unlink(missing_ok=True)
    outcome = project.run("report", "--dsn", durable.conninfo("seen_first"), "--check").exits(3)
    assert outcome.out.startswith("NOT PROVEN  dsn: ")
    assert "no checklist was chosen for this database" in outcome.out
    assert "Indexes that repeat another index: public.w_a" in outcome.out
    assert screen_lines(outcome.out) <= 40
    named = project.run("report", "--dsn", durable.conninfo("seen_first"), "--runbook", "migration-readiness", "--json")
    assert named.data["verdict"] == "NOT READY"
    admin.execute("drop database seen_first with (force)")
