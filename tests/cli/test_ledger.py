"""`opskit ledger`: shown, checked and handed over, by reading alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest
from fixtures.program import Project

from opskit.core.ledger import GENESIS, Entry, Event, faults
from opskit.store.sqlite_ledger import SqliteLedger

BODIES = [
    {"command": "apply", "changes": 2},
    {"summary": "build index i", "sql": "create index concurrently i on t (a)"},
    {"command": "apply", "outcome": "applied"},
    {"subject": "indexes", "verdict": "pass", "odd": "a = b; host=x password=hunter2 y; https://h:8080/p\n\x1b[31m ✓"},
]
KINDS = ["run.started", "change.started", "run.finished", "verify.indexes"]
RUNS = ["20260106-220501-aaaa"] * 3 + ["20260106-220700-bbbb"]


@pytest.fixture
def filled(project: Project) -> Project:
    project.environment("staging", "service=nowhere")
    ledger = SqliteLedger(project.ledger)
    for second, (body, kind, run) in enumerate(zip(BODIES, KINDS, RUNS, strict=True)):
        ledger.append(Entry(f"2026-01-06T22:05:0{second}Z", run, kind, "staging", "dba@host", body))
    return project


def edit(project: Project, statement: str) -> None:
    with closing(sqlite3.connect(project.ledger, isolation_level=None)) as db:
        for each in ("drop trigger event_no_update", "drop trigger event_no_delete", statement):
            db.execute(each)


def test_show_is_what_the_group_means_and_lists_the_newest_events(filled: Project) -> None:
    out = filled.run("ledger").ok().out
    assert out == filled.run("ledger", "show").ok().out
    local = datetime.fromisoformat("2026-01-06T22:05:01+00:00").astimezone()
    for text in (RUNS[0], "staging", "change.started: build index i", f"{local:%m-%d %H:%M:%S}", "all by dba@host"):
        assert text in out
    assert "\x1b" not in out
    assert "hunter2" not in out


def test_show_can_be_cut_to_the_last_events_or_to_one_run(filled: Project) -> None:
    def seqs(*words: str) -> list[int]:
        return [event["seq"] for event in filled.run("ledger", "show", "--json", *words).ok().data["events"]]

    assert seqs() == [1, 2, 3, 4]
    assert seqs("--last", "2") == [3, 4]
    assert seqs("--run", RUNS[0], "--last", "1") == [1, 2, 3]
    assert "knows no run 'nope'" in filled.run("ledger", "show", "--run", "nope").exits(2).err


def test_show_names_each_operator_where_there_are_several(filled: Project) -> None:
    SqliteLedger(filled.ledger).append(Entry("2026-01-06T23:00:00Z", "r", "note", "staging", "other@host", {}))
    out = filled.run("ledger").ok().out
    assert "other@host" in out
    assert "dba@host" in out


def test_verify_prints_the_head_of_a_whole_chain(filled: Project) -> None:
    events = SqliteLedger(filled.ledger).events()
    outcome = filled.run("ledger", "verify").ok()
    assert outcome.out.startswith("PASS")
    assert events[-1].hash in outcome.out
    data = filled.run("ledger", "verify", "--json").ok().data
    assert data == {"place": str(filled.ledger), "events": 4, "head": events[-1].hash, "faults": []}


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update event set operator = 'x@host' where seq = 2", ["event 2 was edited after it was written"]),
        ("delete from event where seq = 2", ["event 2 is missing (next is 3)", "event 3 does not follow"]),
    ],
)
def test_verify_tells_every_fault_and_exits_1(filled: Project, statement: str, told: list[str]) -> None:
    edit(filled, statement)
    out = filled.run("ledger", "verify").exits(1).out
    assert out.startswith(f"FAIL  The chain is broken: {len(told)} fault")
    assert [text for text in told if text not in out] == []


def test_verify_misses_a_tail_that_was_cut_off_unless_the_head_is_named(filled: Project) -> None:
    head = SqliteLedger(filled.ledger).events()[-1].hash
    filled.run("ledger", "verify", "--head", head).ok()
    edit(filled, "delete from event where seq = 4")
    filled.run("ledger", "verify").ok()
    assert head in filled.run("ledger", "verify", "--head", head).exits(1).out


def test_an_event_edited_into_no_json_is_still_shown_and_found_out(filled: Project) -> None:
    edit(filled, "update event set body = '{' where seq = 2")
    assert "event 2 was edited" in filled.run("ledger", "verify").exits(1).out
    assert '"unreadable"' in filled.run("ledger", "export").ok().out
    filled.run("ledger", "show").ok()


def test_no_ledger_proves_nothing_and_looking_makes_none(project: Project) -> None:
    project.environment("staging", "service=nowhere")
    assert project.run("ledger", "verify").exits(3).out.startswith("INCONCLUSIVE")
    assert project.run("ledger", "verify", "--json").exits(3).data["head"] == GENESIS
    assert "holds no event yet" in " ".join(project.run("ledger", "show").ok().out.split())
    assert project.run("ledger", "export").ok().out.strip() == ""
    assert sorted(path.name for path in project.place.iterdir()) == ["migrations", "opskit.toml"]


def test_export_writes_one_json_object_a_line_which_is_the_event(filled: Project) -> None:
    lines = filled.run("ledger", "export").ok().out.splitlines()
    documents = [json.loads(line) for line in lines]
    events = SqliteLedger(filled.ledger).events()
    assert [(each["seq"], each["kind"], each["hash"], each["prev"]) for each in documents] == [
        (event.seq, event.entry.kind, event.hash, event.prev) for event in events
    ]
    assert [each["body"] for each in documents[:3]] == BODIES[:3]
    fields = ("at", "run", "kind", "environment", "operator", "body")
    kept = [
        Event(each["seq"], Entry(*(each[name] for name in fields)), each["prev"], each["hash"]) for each in documents
    ]
    assert faults(kept[:3]) == []


@pytest.mark.parametrize(
    ("text", "exported"),
    [
        ("host=x password=hunter2", "host=x password=***"),
        ("host=x password=hunter2 dbname=y", "host=x password=*** dbname=y"),
        ("postgres://u:hunter2@h/db", "postgres://u:***@h/db"),
        ("a = b \n\x1b[31m ✓ \u2028", "a = b \n\x1b[31m ✓ \u2028"),
    ],
)
def test_an_exported_line_stays_json_whatever_the_event_says_and_holds_no_password(
    filled: Project, text: str, exported: str
) -> None:
    body = {"first": text, "more": ["next", {"deep": text}], "z": 1}
    SqliteLedger(filled.ledger).append(Entry("2026-01-06T23:00:00Z", "r", "note", "staging", "dba@host", body))
    out = filled.run("ledger", "export", "--run", "r").ok().out
    assert "hunter2" not in out
    (line,) = out.splitlines()
    assert json.loads(line)["body"] == {"first": exported, "more": ["next", {"deep": exported}], "z": 1}


def test_export_goes_to_a_file_as_it_is(filled: Project) -> None:
    filled.run("ledger", "export", "-O", "trail.jsonl").ok()
    assert len([json.loads(line) for line in (filled.place / "trail.jsonl").read_text().splitlines()]) == 4
