"""The safe form of a statement leaves the schema that the statement itself leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fixtures.program import Project
from fixtures.server import new_database

from laws.case import Case
from laws.cases import BASE
from laws.cases_partitions import PARTITION_CASES, REFUSED
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
