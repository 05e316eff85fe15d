"""The runbook that puts indexes in order, carried out on a real server."""

from __future__ import annotations

import psycopg
import pytest
from fixtures.checklist import REASON, items
from fixtures.program import Outcome, Project

BROKEN = """
create table parent (id integer primary key);
insert into parent select generate_series(1, 200);
create table t (id integer primary key, parent_id integer references parent, note text);
insert into t select n, 1 + n % 200, 'note ' || n from generate_series(1, 40000) as n;
create index t_note on t (note);
create index t_note_again on t (note);
create index t_broken on t (parent_id, note);
update pg_index set indisvalid = false where indexrelid = 't_broken'::regclass;
create extension amcheck;
"""
NAMES = "select indexrelid::regclass::text from pg_index where indrelid = 't'::regclass order by 1"


@pytest.fixture
def untidy(project: Project, database: str) -> Project:
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in BROKEN.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        connection.execute("vacuum (analyze)")
    project.environment("test", database)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[thresholds]\n"foreign_key_without_index.small_bytes" = 0\n')
    return project


def run(project: Project, *words: str) -> Outcome:
    return project.run("checklist", *words, "--runbook", "index-maintenance")


def names(conninfo: str) -> set[str]:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        return {row[0] for row in connection.execute(NAMES).fetchall()}


def test_it_stops_at_its_pause_point_and_has_changed_nothing(untidy: Project, database: str) -> None:
    before = names(database)
    outcome = run(untidy, "run", "--confirm", "test", "--json").exits(4)
    assert outcome.document["changed"] is False
    assert "pause point before mend" in outcome.data["stopped"]
    assert names(database) == before


def test_what_can_be_mended_is_and_the_rest_is_left_to_a_person(untidy: Project, database: str) -> None:
    run(untidy, "run").exits(4)
    run(untidy, "sign", "mend", *REASON).ok()
    done = run(untidy, "run", "--confirm", "test", "--json")
    assert done.document["changed"] is True, done.out + done.err
    found = items(done)
    assert {name: found[name]["status"] for name in ("sound", "invalid", "duplicates", "foreign-keys")} == {
        "sound": "pass", "invalid": "pass", "duplicates": "pass", "foreign-keys": "pass",
    }  # fmt: skip
    assert "t_broken" not in names(database)
    assert len(names(database) & {"t_note", "t_note_again"}) == 1
    assert any("parent_id" in name for name in names(database))
    again = run(untidy, "run", "--confirm", "test", "--json")
    assert again.document["changed"] is False
