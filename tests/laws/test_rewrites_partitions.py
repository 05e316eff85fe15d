"""The safe form of a statement leaves the schema that the statement itself leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import new_database
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from laws.case import Case
from laws.cases import BASE
from laws.cases_partitions import (
    ATTACH,
    ATTACH_CASES,
    CREATE,
    HALF_ATTACHED,
    PARTITION_CASES,
    REFUSED,
    SENSORS,
    UNFORESEEN,
    WHOLLY_ATTACHED,
    WITH_DEFAULT,
)
from laws.test_steps import objects, run_sql
from opskit.scratch.cluster import Cluster

Prepared = Callable[[Case], tuple[Project, str, str]]

FRESH = [pytest.param(case, id=case.name, marks=pytest.mark.pg(case.pg)) for case in PARTITION_CASES]


@pytest.fixture
def copy(cluster: Cluster) -> Iterator[str]:
    with new_database(cluster) as conninfo:
        yield conninfo


@pytest.mark.parametrize("case", FRESH)
def test_the_safe_form_ends_where_the_statement_as_written_ends(
    on: Callable[[str], Project], database: str, copy: str, case: Case
) -> None:
    for conninfo in (database, copy):
        run_sql(conninfo, BASE + case.given)
    on(database).migration("r1_case", case.up).run("apply", "--confirm", "test").ok()
    run_sql(copy, case.up)
    assert objects(database) == objects(copy)


@pytest.mark.parametrize(("rule", "case"), [pytest.param(*each, id=each[1].name) for each in REFUSED])
def test_what_has_no_safe_form_is_refused_until_its_rule_is_accepted(
    on: Callable[[str], Project], database: str, copy: str, rule: str, case: Case
) -> None:
    for conninfo in (database, copy):
        run_sql(conninfo, BASE + case.given)
    project = on(database).migration("r1_case", case.up)
    assert f"--accept {rule}" in " ".join(project.run("plan").exits(1).out.split())
    assert rule in project.run("apply", "--confirm", "test").exits(4).err
    project.run("apply", "--confirm", "test", "--accept", rule).ok()
    run_sql(copy, case.up)
    assert objects(database) == objects(copy)


@pytest.mark.parametrize("half", [HALF_ATTACHED, WHOLLY_ATTACHED], ids=["proved by half", "attached"])
def test_an_interrupted_attach_is_finished_and_its_checks_are_taken_away(
    on: Callable[[str], Project], database: str, copy: str, half: str
) -> None:
    for conninfo in (database, copy):
        run_sql(conninfo, BASE + SENSORS + WITH_DEFAULT)
    run_sql(database, half)
    on(database).migration("r1_case", ATTACH).run("apply", "--confirm", "test").ok()
    run_sql(copy, ATTACH)
    assert objects(database) == objects(copy)


def test_rows_that_cannot_be_attached_are_counted(on: Callable[[str], Project], database: str) -> None:
    run_sql(database, BASE + SENSORS + WITH_DEFAULT)
    run_sql(database, "update sensor_next set day = '2026-05-05' where id > 3;"
                      " insert into sensor (id, day, place_id, price) values (9, '2026-02-09', 1, 1)")  # fmt: skip
    project = on(database).migration("r1_case", ATTACH)
    page = " ".join(project.run("plan").exits(1).out.split())
    assert "2 rows of sensor_next outside the bound: it cannot be attached" in page
    assert "1 row of public.sensor_rest inside the bound of sensor_next" in page
    assert "outside the bound" in project.run("apply", "--confirm", "test").exits(4).err


def test_a_detach_that_was_interrupted_is_finished(on: Callable[[str], Project], database: str, copy: str) -> None:
    """As PostgreSQL leaves it between its two transactions."""
    for conninfo in (database, copy):
        run_sql(conninfo, BASE + SENSORS)
    run_sql(database, "alter table sensor_2026_01 add constraint sensor_2026_01_day_check"
                      " check (day is not null and day >= date '2026-01-01' and day < date '2026-02-01');"
                      " set allow_system_table_mods = on; update pg_inherits set inhdetachpending = true"
                      " where inhrelid = 'sensor_2026_01'::regclass")  # fmt: skip
    project = on(database).migration("r1_case", "alter table sensor detach partition sensor_2026_01")
    planned = project.run("plan", "--json").ok().data["migrations"][0]["statements"][0]["safe"]
    assert planned[0] == "ALTER TABLE sensor DETACH PARTITION sensor_2026_01 FINALIZE"
    project.run("apply", "--confirm", "test").ok()
    run_sql(copy, "alter table sensor detach partition sensor_2026_01")
    assert objects(database) == objects(copy)


def test_what_an_interrupted_reindex_left_is_dropped_first(on: Callable[[str], Project], database: str) -> None:
    debris = "update pg_index set indisvalid = false where indexrelid = 'child_note_ccnew'::regclass"
    run_sql(database, f"{BASE} create index child_note_ccnew on child (note); {debris}")
    project = on(database).migration("r1_case", "reindex table child")
    planned = project.run("plan", "--json").ok().data["migrations"][0]["statements"][0]["safe"]
    assert planned == [
        "DROP INDEX CONCURRENTLY IF EXISTS public.child_note_ccnew",
        "REINDEX (CONCURRENTLY) TABLE child",
    ]
    project.run("apply", "--confirm", "test").ok()
    assert not [name for name in objects(database) if "ccnew" in name]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in ATTACH_CASES])
def test_postgresql_sees_that_what_is_attached_need_not_be_read(
    on: Callable[[str], Project], cluster: Cluster, database: str, case: Case
) -> None:
    """It says so in its log; else it would read the table under ACCESS EXCLUSIVE."""
    run_sql(database, BASE + case.given)
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        name = sql.Identifier(str(conninfo_to_dict(database)["dbname"]))
        connection.execute(sql.SQL("alter database {} set log_min_messages = debug1").format(name))
    start = cluster.log_path.stat().st_size
    on(database).migration("r1_case", case.up).run("apply", "--confirm", "test").ok()
    log = cluster.log_path.read_bytes()[start:].decode(errors="replace")
    child = case.up.partition("attach partition ")[2].split()[0]
    assert f'partition constraint for table "{child}" is implied by existing constraints' in log
    if "default" in case.name:
        assert 'partition constraint for default partition "sensor_rest" is implied by existing constraints' in log


@pytest.mark.parametrize(("up", "what"), UNFORESEEN)
def test_what_can_be_planned_only_after_an_earlier_statement_is_refused_with_its_line(
    on: Callable[[str], Project], database: str, up: str, what: str
) -> None:
    run_sql(database, BASE + SENSORS)
    before = objects(database)
    project = on(database).migration("r1_case", f"select 1;\n{up}")
    found = project.run("plan", "--json").exits(1).data["obstacles"]
    [unforeseen] = [each for each in found if each["key"].endswith(":unforeseen")]
    assert f"an earlier statement of the plan, in line 2, {what}: what is to be done" in unforeseen["message"]
    assert "a migration of its own, and apply those before it first (--to)" in unforeseen["remedy"]
    assert what in project.run("apply", "--confirm", "test").exits(4).err
    assert objects(database) == before


def test_in_a_migration_of_its_own_it_is_planned_as_ever(on: Callable[[str], Project], database: str) -> None:
    run_sql(database, BASE + SENSORS)
    project = on(database).migration("r1_new", CREATE).migration("r2_index", "create index on sensor (price)")
    assert "adds partition sensor_new" in project.run("apply", "--confirm", "test").exits(4).err
    project.run("apply", "--confirm", "test", "--to", "r1").ok()
    project.run("apply", "--confirm", "test").ok()
