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
