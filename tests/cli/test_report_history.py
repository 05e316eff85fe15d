"""Reports in the ledger: drawn again to the byte, held against one another, each sentence with what it rests on."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.program import Project
from fixtures.server import Connect, new_database

from opskit.core.ledger import Entry
from opskit.scratch.cluster import Cluster
from opskit.store.sqlite_ledger import SqliteLedger

CLAIMS = """\
source = "an analysis"
[[claim]]
id = "one-table"
text = "There is one table"
where = "its first page"
answer = { type = "tables", expect = "count == 1" }
"""
FORMS = ("json", "html", "markdown", "junit", "table")


@pytest.fixture
def window(cluster: Cluster, project: Project, connect: Connect) -> Iterator[Project]:
    """A table, a migration of one index and a unique constraint; nothing applied."""
    with new_database(cluster, "template1") as conninfo:
        shop = connect(conninfo)
        shop.execute("create table public.numbers as select g as n from pg_catalog.generate_series(1, 100) as g")
        project.environment("prod", conninfo).migration(
            "a1_first", "alter table numbers add constraint numbers_once unique (n);"
        )
        yield project
        shop.close()


def report(project: Project, *words: str) -> dict[str, Any]:
    data: dict[str, Any] = project.run("report", *words, "--json").ok().data
    return data


def runs(project: Project) -> list[str]:
    return [each["run"] for each in project.run("report", "list", "--json").ok().data["reports"]]


@pytest.mark.parametrize("form", FORMS)
def test_a_kept_report_is_drawn_again_to_the_byte(window: Project, form: str) -> None:
    first = window.run("report", "-o", form).ok().out
    (run,) = runs(window)
    window.run("apply", "--confirm", "prod").ok()
    again = window.run("report", "show", run, "-o", form).ok().out
    assert again == first
    assert window.run("report", "show", run, "-o", form).ok().out == again


def test_showing_and_listing_need_no_database_and_add_nothing(window: Project) -> None:
    report(window)
    before = len(SqliteLedger(window.ledger).events())
    window.environment("prod", "host=127.0.0.1 port=1 dbname=nothing connect_timeout=2")
    (run,) = runs(window)
    assert window.run("report", "show", "--json").ok().document["run"] == run
    assert window.run("report", "show", "--check").exits(1)
    assert f"{run}" in window.run("report", "list").ok().out
    assert len(SqliteLedger(window.ledger).events()) == before


def test_the_list_tells_the_trend_and_the_newest_is_shown(window: Project) -> None:
    assert "keeps no report of prod" in window.run("report", "list").ok().out
    for _ in range(3):
        report(window)
    data = window.run("report", "list", "--last", "2", "--json").ok().data
    assert (data["total"], len(data["reports"])) == (3, 2)
    assert window.run("report", "show", "--json").ok().document["run"] == data["reports"][-1]["run"]
    assert "2 reports of 3 of prod, oldest first; score " in window.run("report", "list", "--last", "2").ok().out


def test_a_run_that_made_no_report_is_told_with_those_there_are(window: Project) -> None:
    outcome = window.run("report", "show").exits(2)
    assert "there is no report" in outcome.err and "opskit report list" in outcome.err
    report(window)
    assert runs(window)[0] in window.run("report", "show", "20200101-000000-0000").exits(2).err


def test_a_verdict_that_an_older_opskit_noted_is_listed_and_cannot_be_drawn(window: Project) -> None:
    entry = Entry(
        "2026-01-06T22:05:01.000000Z", "20260106-220501-9f3a", "report.written", "prod", "dba@host",
        {"subject": "report", "verdict": "NOT READY", "score": 42.0, "upper": 59.0, "rests_on": "0" * 64},
    )  # fmt: skip
    SqliteLedger(window.ledger).append(entry)
    assert "its verdict alone was kept" in window.run("report", "list").ok().out
    assert "made by an older opskit" in window.run("report", "show", entry.run).exits(2).err
    assert report(window)["since"] is None


def test_a_kept_report_that_was_edited_is_an_error_and_says_so(window: Project) -> None:
    report(window)
    with sqlite3.connect(window.ledger) as ledger:
        ledger.execute("drop trigger event_no_update")
        ledger.execute("update event set body = json_set(body, '$.document', 'AAAA') where kind = 'report.written'")
    outcome = window.run("report", "show").exits(1)
    assert "what was kept cannot be read" in outcome.err and "opskit ledger verify" in outcome.err
    window.run("report").ok()


def test_what_newly_passes_fails_and_is_no_longer_known(window: Project, connect: Connect) -> None:
    first = report(window)
    window.run("apply", "--confirm", "prod").ok()
    second = report(window)
    assert second["since"]["verdict"] == first["verdict"]
    assert {"migration a1", "index numbers_once"} <= set(second["since"]["newly_passing"])
    assert second["since"]["newly_failing"] == []
    connect(conninfo(window)).execute("alter table public.numbers drop constraint numbers_once")
    third = report(window)["since"]
    assert "index numbers_once" in third["newly_failing"]
    names = runs(window)
    assert window.run("report", "diff", names[0], names[1], "--check").exits(0)
    worse = window.run("report", "diff", names[1], "--check").exits(1)
    assert "- index numbers_once" in worse.out
    assert worse.out.startswith(f"{len(third['newly_failing'])} newly failing, ")


def test_files_are_held_against_each_other_too(window: Project) -> None:
    window.run("report", "-O", "before.json").ok()
    window.run("apply", "--confirm", "prod").ok()
    window.run("report", "-O", "after.json").ok()
    data = window.run("report", "diff", "before.json", "after.json", "--json").ok().data
    assert "migration a1" in data["newly_passing"]
    assert (data["before"]["name"], data["before"]["environment"]) == ("before.json", "prod")
    (window.place / "other.json").write_text('{"schema": "opskit/check/1", "data": {}}', encoding="utf-8")
    assert "its schema is 'opskit/check/1'" in window.run("report", "diff", "other.json", "after.json").exits(7).err
    assert "no report" in window.run("report", "diff", "gone.json", "after.json").exits(7).err


def test_every_evidence_that_is_named_is_there(window: Project) -> None:
    (window.place / "claims.toml").write_text(CLAIMS, encoding="utf-8")
    with (window.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[report]\nclaims = "claims.toml"\n')
    window.run("apply", "--confirm", "prod").ok()
    window.run("checklist", "sign", "review-analysis", "--reason", "all of them").ok()
    data = report(window)
    rows = {each["id"]: each for each in data["evidence"]}
    named = [each for point in data["blockers"] for each in point["evidence"]]
    named += [each["evidence"] for each in data["timeline"]]
    named += [each for claim in data["claims"]["claims"] for each in claim["evidence"]]
    named += [f"event:{each['event']}" for each in [*data["signoffs"], *data["runs"]]]
    assert len(named) > 5 and set(named) <= rows.keys()
    events = {event.seq: event for event in SqliteLedger(window.ledger).events()}
    for name, row in rows.items():
        kind, _, rest = name.partition(":")
        assert len(row["sha256"]) == 64 and row["at"] and row["server"]
        if kind == "event":
            assert row["sha256"] == events[int(rest)].hash and row["rows"] is None
        else:
            assert row["queries"] >= 1 and row["server"] == data["facts"]["system_identifier"]
    asked = {each["slug"] for each in data["checks"] if not each["reason"]}
    assert {f"check:{slug}" for slug in asked} <= rows.keys()


def test_what_blocks_has_an_owner_and_since_when(window: Project) -> None:
    first = report(window)
    (pending,) = [each for each in first["blockers"] if each["area"] == "migrations"]
    assert (pending["owner"], pending["since"]) == ("dba", first["generated_at"])
    again = report(window)
    (still,) = [each for each in again["blockers"] if each["area"] == "migrations"]
    assert still["since"] == first["generated_at"]


def test_the_risk_is_foreseen_and_then_as_it_was(window: Project) -> None:
    foreseen = report(window)["risk"]
    window.run("apply", "--confirm", "prod").ok()
    window.run("rollback", "--confirm", "prod").ok()
    window.run("apply", "--confirm", "prod").ok()
    data = report(window)
    ran = data["risk"]
    assert foreseen["classes"] == {"reads and writes": 1} and foreseen["longest_stall_s"] is None
    assert ran["classes"] == {"nothing": 1, "reads and writes": 1}
    build, attach = ran["statements"]
    assert (build["lock"], build["stops"], build["state"]) == ("SHARE UPDATE EXCLUSIVE", "", "done")
    assert (attach["lock"], attach["stops"]) == ("ACCESS EXCLUSIVE", "reads and writes")
    assert ran["longest_stall_s"] == attach["seconds"] and "USING INDEX" in ran["longest_stall_sql"]
    (back,) = ran["ways_back"]
    assert (back["revision"], back["loss"], back["verified"], back["reason"]) == ("a1", "none", True, "")
    assert back["undone_s"] >= 0
    changes = [each for each in data["timeline"] if each["lane"] == "change"]
    assert [each["stops"] for each in changes].count("reads and writes") >= 2
    assert all(each["until"] >= each["at"] for each in changes)


def test_it_says_how_long_it_counts_of_which_commit_and_what_comes_next(window: Project) -> None:
    git = ["git", "-C", str(window.place), "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "migrations"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    (window.place / "migrations" / "a1_first" / "down.sql").write_text(
        "alter table numbers drop constraint numbers_once;"
    )
    data = report(window)
    assert len(data["validity"]["commit"]) == 40 and data["validity"]["changed_files"] == 1
    assert len(data["validity"]["plan"]) == 64
    assert data["next_steps"][0]["command"] == data["blockers"][0]["next"]
    window.run("apply", "--confirm", "prod").ok()
    window.run("checklist", "run", "verify-indexes", "--confirm", "prod")
    window.run("checklist", "run", "production-config", "--confirm", "prod")
    told = report(window)["validity"]
    assert told["plan"] == ""


def conninfo(project: Project) -> str:
    return project.environments["prod"].split('dsn = "')[1].split('"')[0]


def test_the_json_of_a_report_is_what_the_ledger_keeps(window: Project) -> None:
    document = window.run("report", "--json").ok().document
    shown = json.loads(window.run("report", "show", "--json").ok().out)
    assert shown == document
    assert Path(window.ledger).stat().st_size < 1_000_000
