"""`opskit fleet`: one look at many databases, a line for each; migrations in waves, no further when one fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fixtures.program import Project
from fixtures.server import Connect, new_database

from opskit.scratch.cluster import Cluster

GONE = "host=127.0.0.1 port=1 dbname=nothing connect_timeout=2"
PARTIAL, UNREACHABLE = 8, 6


@pytest.fixture
def fleet(cluster: Cluster, project: Project) -> Iterator[list[str]]:
    """Four databases with a table each: two of wave 1, two of wave 2."""
    with (
        new_database(cluster) as a, new_database(cluster) as b, new_database(cluster) as c, new_database(cluster) as d
    ):  # fmt: skip
        conninfos = [a, b, c, d]
        project.migration("a1_first", "create index numbers_n on numbers (n);")
        with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
            file.write('[fleet]\npath = "targets.toml"\n[migrations]\npath = "migrations"\n')
        written(project, dict(zip("abcd", conninfos, strict=True)))
        yield conninfos


@pytest.fixture
def tables(fleet: list[str], connect: Connect) -> list[str]:
    for conninfo in fleet:
        connect(conninfo).execute("create table numbers as select g as n from generate_series(1, 10) as g")
    return fleet


def written(project: Project, conninfos: dict[str, str]) -> None:
    lines = [
        f'[targets.{name}]\ndsn = "{conninfo}"\nwave = {1 if name in "ab" else 2}\nlabels = {{ kind = "shop" }}\n'
        for name, conninfo in conninfos.items()
    ]
    (project.place / "targets.toml").write_text("\n".join(lines), encoding="utf-8")


def by_name(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["target"]: each for each in document["data"]["targets"]}


def indexed(connect: Connect, conninfo: str) -> bool:
    row = connect(conninfo).execute("select to_regclass('numbers_n') is not null").fetchone()
    return bool(row and row[0])


def test_the_fleet_is_listed_without_a_connection(project: Project, fleet: list[str]) -> None:
    written(project, dict.fromkeys("abcd", GONE))
    data = project.run("fleet", "list", "--json").ok().data
    assert [(each["target"], each["wave"]) for each in data["targets"]] == [("a", 1), ("b", 1), ("c", 2), ("d", 2)]
    assert [
        each["target"]
        for each in project.run("fleet", "list", "--wave", "2", "--limit", "1", "--json").ok().data["targets"]
    ] == ["c"]
    assert "no target is left" in project.run("fleet", "list", "--target", "name=x").exits(2).err
    assert "a term is empty" in project.run("fleet", "list", "--target", "a,,").exits(2).err


def test_a_check_of_all_says_each_and_the_worst(project: Project, tables: list[str], connect: Connect) -> None:
    connect(tables[1]).execute("create index broken on numbers (n)")
    connect(tables[1]).execute("update pg_index set indisvalid = false where indexrelid = 'broken'::regclass")
    written(project, dict(zip("abc", [*tables[:2], GONE], strict=True)))
    outcome = project.run("fleet", "check", "index_invalid", "--json").exits(UNREACHABLE)
    found = by_name(outcome.document)
    assert [(name, each["exit_code"]) for name, each in found.items()] == [("a", 0), ("b", 1), ("c", 6)]
    assert found["b"]["data"]["checks"][0]["findings"][0]["object"] == "public.broken"
    assert found["c"]["data"] is None and "cannot connect to c" in found["c"]["text"]
    assert outcome.data["counts"] == {"ok": 1, "no": 1, "unreachable": 1}
    page = project.run("fleet", "check", "index_invalid").exits(UNREACHABLE).out
    assert "3 databases: 1 ok, 1 no, 1 unreachable." in page
    assert "next on c: opskit doctor" in page
    project.run("fleet", "check", "index_invalid", "--target", "a").exits(0)


def test_a_plan_and_a_dry_run_change_nothing(project: Project, tables: list[str], connect: Connect) -> None:
    assert "a1: 1 statement" in project.run("fleet", "plan").ok().out
    outcome = project.run("fleet", "apply", "-n", "--json").exits(10)
    assert outcome.document["changed"] is False
    outcome = project.run("fleet", "apply").exits(10)
    assert not any(indexed(connect, each) for each in tables)
    assert "does not name fleet" in project.run("fleet", "apply", "--confirm", "production").exits(2).err
    assert not any(indexed(connect, each) for each in tables)


def test_all_waves_are_brought_in_and_a_second_time_changes_nothing(
    project: Project, tables: list[str], connect: Connect
) -> None:
    outcome = project.run("fleet", "apply", "--confirm", "fleet", "--json")
    if outcome.code == PARTIAL:  # the tests' server gives up durability, which a check of the first wave finds
        assert "the checks say no on a, b" in outcome.data["stopped"]
        assert [indexed(connect, each) for each in tables] == [True, True, False, False]
        with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
            file.write('[[ignore]]\ncheck = "durability_off"\nreason = "a test"\nuntil = 2999-01-01\n')
        outcome = project.run("fleet", "apply", "--confirm", "fleet", "--json")
    assert outcome.ok().document["changed"] is True
    assert all(indexed(connect, each) for each in tables)
    runs = {each["run"] for each in by_name(outcome.document).values()}
    assert len(runs) == len(tables)
    again = project.run("fleet", "apply", "--confirm", "fleet", "--json").ok()
    assert again.document["changed"] is False
    events = project.run("ledger", "show", "--last", "500", "--json").data["events"]
    assert {each["environment"] for each in events if each["kind"] == "run.finished"} == set("abcd")


def test_one_that_fails_keeps_the_next_wave_from_beginning(
    project: Project, tables: list[str], connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else is at work on b: a is done, b is locked, and wave 2 is not begun."""
    monkeypatch.setattr("opskit.pg.operator_lock.DEAD_AFTER_S", 600.0)  # who gives no sign of life here is alive
    with connect(tables[1]) as other:
        other.execute("select pg_catalog.pg_advisory_lock(%s, %s)", (0x6F70736B, 1))
        outcome = project.run("fleet", "apply", "--confirm", "fleet", "--parallel", "1", "--json")
    found = by_name(outcome.document)
    assert outcome.code in (5, PARTIAL)
    assert found["b"]["exit_code"] == 5
    assert [found[name]["text"] for name in "cd"] == ["not begun", "not begun"]
    assert outcome.data["stopped"] == "b did not succeed"
    assert [indexed(connect, each) for each in tables] == [True, False, False, False]
    assert outcome.code == PARTIAL


def test_what_cannot_be_planned_somewhere_is_begun_nowhere(
    project: Project, tables: list[str], connect: Connect
) -> None:
    connect(tables[3]).execute("drop table numbers")
    outcome = project.run("fleet", "apply", "--confirm", "fleet", "--json").exits(4)
    assert by_name(outcome.document)["d"]["exit_code"] == 4
    assert not any(indexed(connect, each) for each in tables[:3])


def test_a_report_of_all_has_the_verdict_of_each(project: Project, tables: list[str]) -> None:
    written(project, dict(zip("ab", tables[:2], strict=True)))
    outcome = project.run("fleet", "report", "--json").ok()
    assert {each["data"]["verdict"] for each in outcome.data["targets"]} == {"NOT READY"}
    assert "NOT READY, score " in project.run("fleet", "report", "--target", "a").ok().out
