"""Laws 1 to 4 and 8 over every kind of step, from every state it may be found in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server_log import ServerLog

from laws.case import Case
from laws.cases import BASE, CASES
from opskit.catalog.facts import fact, record
from opskit.core.fingerprint import fingerprint_of
from opskit.migrate.parser import split

STATES = [
    pytest.param(case, state, id=f"{case.name}, {state}", marks=pytest.mark.pg(case.pg))
    for case in CASES
    for state in ("fresh", "half")
    if state == "fresh" or case.half
]


def run_sql(conninfo: str, text: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for statement in split(text) if text else []:
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute(statement.encode())


def objects(conninfo: str) -> dict[str, str]:
    """The schema as the fingerprint sees it."""
    options = "-c search_path=pg_catalog"
    with psycopg.connect(conninfo, options=options, row_factory=psycopg.rows.dict_row) as connection:
        return dict(fingerprint_of(connection.execute(fact("schema_objects").encode()).fetchall()).objects)


@pytest.fixture
def prepared(on: Callable[[str], Project], database: str) -> Callable[[Case, str], Project]:
    def prepare(case: Case, state: str) -> Project:
        run_sql(database, BASE + case.given)
        run_sql(database, case.half if state == "half" else "")
        return on(database).migration("r1_case", case.up, case.down)

    return prepare


@pytest.mark.parametrize(("case", "state"), [each for each in STATES if each.values[1] == "fresh"])
def test_a_dry_run_changes_nothing(
    prepared: Callable[[Case, str], Project], database: str, case: Case, state: str
) -> None:
    project = prepared(case, state)
    before = objects(database)
    # A dry run that wrote would use up a transaction id each time; autovacuum does so only now and then.
    assert any(transactions_used(database, project) == 0 for _ in range(4))
    assert objects(database) == before
    assert sorted(path.name for path in project.place.iterdir()) == ["migrations", "opskit.toml"]


@pytest.mark.parametrize(("case", "state"), STATES)
def test_it_does_what_it_printed_settles_goes_back_and_comes_again(
    prepared: Callable[[Case, str], Project],
    database: str,
    server_log: Callable[[str], ServerLog],
    case: Case,
    state: str,
) -> None:
    """Laws 2, 3, 8 and 4, in the course of one life."""
    project = prepared(case, state)
    before = objects(database)
    what_the_dry_run_prints_is_what_is_executed(project, server_log(database))
    after = objects(database)
    it_settles_and_says_so(project)
    assert objects(database) == after
    the_way_back_restores(project)
    assert without_debris(objects(database)) == without_debris(before)
    project.run("apply", "--confirm", "test").ok()
    assert objects(database) == after


def what_the_dry_run_prints_is_what_is_executed(project: Project, log: ServerLog) -> None:
    planned = project.run("apply", "-n", "--json", "--jobs", "1").data
    printed = [sql for each in planned["migrations"] for statement in each["statements"] for sql in statement["safe"]]
    first = project.run("apply", "--confirm", "test", "--json", "--jobs", "1").ok().document
    assert written(log, f"opskit/{first['run']}/apply") == planned["bookkeeping"] + printed
    assert (first["changed"], first["data"]["verified"]) == (True, True)


def it_settles_and_says_so(project: Project) -> None:
    again = project.run("apply", "--confirm", "test", "--json").ok().document
    assert (again["changed"], again["data"]["migrations"]) == (False, [])


def the_way_back_restores(project: Project) -> None:
    done = project.run("rollback", "--confirm", "test", "--accept-data-loss", "--json").ok()
    again = project.run("rollback", "--confirm", "test", "--json").ok().document
    assert again["changed"] is False
    assert done.data["verified"] is True


def without_debris(schema: dict[str, str]) -> dict[str, str]:
    """An INVALID index that was there before is rightly not put back."""
    return {key: digest for key, digest in schema.items() if not key.startswith("invalid index")}


def transactions_used(database: str, project: Project) -> int:
    before = next_transaction(database)
    project.run("apply", "-n").exits(10)
    project.run("plan").ok()
    return next_transaction(database) - before


def next_transaction(conninfo: str) -> int:
    """The next transaction id of the whole server: it stands still while nobody writes."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute("select pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())").fetchone()
    return int(row[0]) if row else 0


def written(log: ServerLog, application: str) -> list[str]:
    """What a session sent that is neither a question nor opskit's own record nor the frame of a transaction."""
    names = ("open_revision", "close_revision", "statement_intent", "statement_done", "statement_state")
    records = {record(name) for name in names}
    openings = {text.split("(")[0].split("set")[0].strip() for text in records}
    return [
        logged.sql
        for logged in log.statements(application)
        if not logged.sql.lower().startswith(("select", "--", "\nselect", "explain", "begin", "commit", "rollback"))
        and not any(logged.sql.startswith(opening) for opening in openings)
    ]
