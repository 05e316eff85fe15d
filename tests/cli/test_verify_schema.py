"""`opskit verify schema`: whether anything but opskit changed the schema since its last run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.server import Connect

from opskit.store.sqlite_ledger import SqliteLedger

On = Callable[[str], Project]


@pytest.fixture
def applied(database: str, on: On, connect: Connect) -> Project:
    connect(database).execute("create table t (a int)")
    project = on(database).migration("r1_index", "create index t_a on t (a)")
    project.run("apply", "--confirm", "test").ok()
    return project


def test_a_schema_nobody_touched_passes(applied: Project) -> None:
    outcome = applied.run("verify", "schema", "--json").ok()
    assert outcome.data["verdict"] == "pass"
    assert outcome.data["fingerprint"] == outcome.data["recorded"]
    assert applied.run("verify", "schema").ok().out.startswith("PASS  The schema of test")


def test_rows_do_not_count(applied: Project, database: str, connect: Connect) -> None:
    connect(database).execute("insert into t values (1)")
    applied.run("verify", "schema").ok()


def test_a_change_by_hand_fails_until_it_is_taken_back(applied: Project, database: str, connect: Connect) -> None:
    connect(database).execute("alter table t add column b int")
    outcome = applied.run("verify", "schema").exits(1)
    assert "changed since the last run" in " ".join(outcome.out.split())
    connect(database).execute("alter table t drop column b")
    applied.run("verify", "schema").ok()


def test_what_was_changed_by_hand_is_named(applied: Project, database: str, connect: Connect) -> None:
    connect(database).execute("drop index t_a; alter table t alter a set default 5; create view v as select 1 as one")
    data = applied.run("verify", "schema", "--json").exits(1).data
    assert {f"{each['kind']} {each['name']}": each["change"] for each in data["differences"]} == {
        "index public.t_a": "missing",
        "column public.t.a": "different",
        "view public.v": "added",
        "column public.v.one": "added",
    }
    shown = " ".join(applied.run("verify", "schema").exits(1).out.split())
    assert "column public.t.a is different" in shown
    assert "index public.t_a is gone" in shown
    assert "applied r1: 4" in shown


def test_a_run_that_only_another_ledger_knows_is_known_by_the_database(
    applied: Project, database: str, connect: Connect
) -> None:
    applied.ledger.unlink()
    assert "no object was changed since run" in " ".join(applied.run("verify", "schema").ok().out.split())
    connect(database).execute("drop index t_a")
    data = applied.run("verify", "schema", "--json").exits(1).data
    assert [each["name"] for each in data["differences"]] == ["public.t_a"]
    assert data["recorded"] == ""


def test_after_a_rollback_that_only_another_ledger_knows_it_cannot_be_told(applied: Project) -> None:
    applied.run("rollback", "--confirm", "test").ok()
    applied.ledger.unlink()
    applied.run("verify", "schema").exits(3)


def test_a_time_zone_of_the_operator_changes_nothing(
    database: str, on: On, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(database).execute(
        "create table p (at timestamptz) partition by range (at);"
        "create table p1 partition of p for values from ('2026-01-01 00:00+00') to ('2026-02-01 00:00+00')"
    )
    project = on(database).migration("r1_index", "create index p1_at on p1 (at)")
    project.run("apply", "--confirm", "test").ok()
    monkeypatch.setenv("PGTZ", "Asia/Tokyo")
    project.run("verify", "schema").ok()


def test_a_rollback_is_a_run_too(applied: Project) -> None:
    applied.run("rollback", "--confirm", "test").ok()
    applied.run("verify", "schema").ok()


def test_a_run_that_failed_leaves_nothing_to_compare_with(applied: Project) -> None:
    applied.migration("r2_broken", "create table u (a int); select 1 / 0")
    assert applied.run("apply", "--confirm", "test").code != 0
    assert applied.run("verify", "schema", "--json").exits(3).data["recorded"] == ""


def test_without_a_run_in_the_ledger_it_is_inconclusive(database: str, on: On) -> None:
    project = on(database)
    assert project.run("verify", "schema").exits(3).out.startswith("INCONCLUSIVE")


def test_the_answer_is_kept_as_evidence(applied: Project) -> None:
    applied.run("verify", "schema").ok()
    entry = SqliteLedger(applied.ledger).events()[-1].entry
    assert (entry.kind, entry.body["subject"], entry.body["verdict"]) == ("verify.schema", "schema", "pass")
