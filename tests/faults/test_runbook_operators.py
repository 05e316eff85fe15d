"""Several operators on one runbook at the same time: nothing is lost, nothing is done twice, the chain holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from fixtures.checklist import events, items
from fixtures.program import Project

from opskit.core.item_record import FINISHED, STARTED

RUN = [sys.executable, "-m", "opskit", "checklist", "run", "--runbook", "shared", "--confirm", "test", "--json"]
SHARED = """\
schema = 1
items = 3
metrics = 0
id = "shared"
title = "Shared"
version = "1"
[[phase]]
id = "p"
title = "P"
[[item]]
id = "program"
title = "A program that must run once"
priority = "high"
phase = "p"
kind = "action"
check = { type = "files", glob = "done-by-program" }
do = { type = "command", argv = ["sh", "-c", "echo once >> log; sleep 0.5; echo x > done-by-program"] }
undo = { type = "none", reason = "it is a test" }
[[item]]
id = "row"
title = "A row that must be there once"
priority = "high"
phase = "p"
kind = "action"
check = { type = "sql", query = "select from journal", expect = "rows == 1" }
do = { type = "sql", statement = "insert into journal values ('once')" }
undo = { type = "sql", statement = "delete from journal" }
[[item]]
id = "index"
title = "An index"
priority = "high"
phase = "p"
kind = "action"
needs = ["row"]
check = { type = "sql", query = "select from pg_indexes where indexname = 'journal_said'", expect = "rows == 1" }
do = { type = "sql", statement = "create index journal_said on journal (said)" }
undo = { type = "sql", statement = "drop index journal_said" }
"""


@pytest.fixture
def shared(project: Project, database: str) -> Project:
    with psycopg.connect(database, autocommit=True) as db:
        db.execute("create table journal (said text)")
    (project.place / "runbooks").mkdir()
    (project.place / "runbooks" / "shared.toml").write_text(SHARED, encoding="utf-8")
    project.environment("test", database)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\npath = "runbooks"\n')
    return project


def at_once(place: Path, operators: int) -> list[int]:
    """The exit codes of so many operators who type the same command at the same time."""
    calls = [
        subprocess.Popen(RUN, cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(operators)
    ]
    said = [call.communicate(timeout=300)[1].decode() for call in calls]
    print("\n".join(said))
    return [call.returncode for call in calls]


@pytest.mark.parametrize("operators", [2, 8])
def test_what_several_operators_run_at_once_is_done_once(shared: Project, database: str, operators: int) -> None:
    codes = at_once(shared.place, operators)
    assert set(codes) <= {0, 3, 4, 5, 8, 9, 10}, codes
    last = shared.run("checklist", "run", "--runbook", "shared", "--confirm", "test", "--json").ok()
    assert {name: item["status"] for name, item in items(last).items()} == dict.fromkeys(
        ("program", "row", "index"), "pass"
    )
    assert (shared.place / "log").read_text() == "once\n"
    with psycopg.connect(database, autocommit=True) as db:
        assert db.execute("select count(*) from journal").fetchone() == (1,)
        assert db.execute("select count(*) from pg_index where not indisvalid").fetchone() == (0,)
    shared.run("ledger", "verify").ok()
    ended = {entry.body["deed_run"] for entry in events(shared, FINISHED)}
    assert {entry.body["deed_run"] for entry in events(shared, STARTED)} == ended, "none is left unknown"
    done = [entry.body["item"] for entry in events(shared, FINISHED) if entry.body["outcome"] == "done"]
    assert sorted(done) == ["index", "program", "row"]
