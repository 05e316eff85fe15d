"""The safe forms of statements about constraints and columns leave the schema, and the rows, that the statements as
written leave; and they say beforehand what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import new_database

from laws.case import Case
from laws.cases import BASE
from laws.cases_constraints import CONSTRAINT_CASES
from laws.test_steps import objects, run_sql
from opskit.scratch.cluster import Cluster

ALL = [pytest.param(case, id=case.name, marks=pytest.mark.pg(case.pg)) for case in CONSTRAINT_CASES]
# Their values are drawn by lot.
RANDOM = ("random", "gen_random_uuid", "now()")
OF_KIND = """
select c.oid::regclass::text from pg_class as c where c.relkind = %s and c.relnamespace = 'public'::regnamespace
"""


@pytest.fixture
def copy(cluster: Cluster) -> Iterator[str]:
    with new_database(cluster) as conninfo:
        yield conninfo


@pytest.mark.parametrize("case", ALL)
def test_the_safe_form_ends_where_the_statement_as_written_ends(
    on: Callable[[str], Project], database: str, copy: str, case: Case
) -> None:
    for conninfo in (database, copy):
        run_sql(conninfo, BASE + case.given)
    on(database).migration("r1_case", case.up).run("apply", "--confirm", "test").ok()
    run_sql(copy, case.up)
    assert objects(database) == objects(copy)
    assert numbers_next(database) == numbers_next(copy)
    if not any(word in case.up for word in RANDOM):
        assert rows(database) == rows(copy)


def rows(conninfo: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with psycopg.connect(conninfo) as connection:
        tables = [row[0] for row in connection.execute(OF_KIND, ["r"])]
        return {
            name: [row[0] for row in connection.execute(f"select t::text from {name} as t order by 1")]
            for name in tables
        }


def numbers_next(conninfo: str) -> dict[str, int]:
    """What each sequence gives next, by its name."""
    with psycopg.connect(conninfo) as connection:
        sequences = [row[0] for row in connection.execute(OF_KIND, ["S"])]
        return {name: connection.execute("select nextval(%s)", [name]).fetchone()[0] for name in sequences}
