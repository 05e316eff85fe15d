"""`opskit check -o nagios`: what a monitoring server that runs plugins is told, whatever the database is called."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect

On = Callable[[str], Project]
Broken = Callable[..., Project]
KEYED = "create table t (id integer primary key)"
INVALID = "update pg_catalog.pg_index set indisvalid = false where indexrelid = 't_pkey'::regclass"
# 'label'=value;warn;crit;min;max, as the guidelines of the plugins write it; the last ones may be left out.
PERFDATA = re.compile(r"'(?:[^'=|\n]|'')+'=-?[0-9.]+(?:[a-zA-Z%]*)(?:;[0-9.:]*){0,4}")


@pytest.fixture
def broken_by(database: str, on: On, connect: Connect) -> Broken:
    """`broken_by(statement, …)`: a project whose database these were run in."""

    def run(*statements: str) -> Project:
        for statement in statements:
            connect(database).execute(statement)
        return on(database)

    return run


def first(outcome: Outcome) -> tuple[str, list[str]]:
    """The text of the first line and its performance data."""
    line = outcome.out.splitlines()[0]
    text, mark, data = line.partition("|")
    assert mark
    measured = re.findall(r"'(?:[^'|]|'')+'=\S+", data)
    assert " ".join(measured) == data
    return text, measured


def test_a_sound_database_is_ok_with_exit_0(database: str, on: On) -> None:
    outcome = on(database).run("check", "index_invalid", "-o", "nagios").exits(0)
    text, data = first(outcome)
    assert text == "OPSKIT OK - 0 critical, 0 warning on test"
    assert "'critical'=0;;0;0" in data
    assert "'index_invalid'=0;;;0" in data
    assert all(PERFDATA.fullmatch(each) for each in data), data


@pytest.mark.parametrize(
    ("slug", "broken", "state", "code"),
    [
        ("index_invalid", [KEYED, INVALID], "CRITICAL", 2),
        ("table_without_primary_key", ["create table t (id integer)"], "WARNING", 1),
    ],
)
def test_the_state_is_that_of_the_worst_finding(
    broken_by: Broken, slug: str, broken: list[str], state: str, code: int
) -> None:
    outcome = broken_by(*broken).run("check", slug, "-o", "nagios").exits(code)
    text, data = first(outcome)
    assert text.startswith(f"OPSKIT {state} - ")
    assert f"({slug})" in text
    assert f"'{slug}'=1;;;0" in data
    assert outcome.out.splitlines()[1].startswith(f"{state} {slug}: public.t")


def test_a_critical_check_that_cannot_tell_is_unknown_with_exit_3(database: str, on: On) -> None:
    weak = f"{database} options='-c role=pg_monitor'"
    alone = on(database).run("check", "hba_method_weak", "-o", "nagios", "--dsn", weak)
    alone.exits(3)
    assert alone.out.startswith("OPSKIT UNKNOWN - 0 critical, 0 warning, 1 cannot tell")
    assert "CANNOT TELL hba_method_weak: " in alone.out


def test_a_whole_look_has_the_score_of_each_dimension(database: str, on: On) -> None:
    _, data = first(on(database).run("check", "-o", "nagios"))
    names = [each.split("=")[0] for each in data]
    assert names[5:] == [
        "'score'", "'score_upper'", "'score_schema'", "'score_indexes'", "'score_queries'", "'score_configuration'",
        "'score_integrity'", "'score_scalability'", "'score_monitoring'",
    ]  # fmt: skip
    assert all(PERFDATA.fullmatch(each) for each in data), data


def test_hostile_names_neither_begin_performance_data_nor_a_line(database: str, on: On, connect: Connect) -> None:
    name = "t|'x'=1;2;3\nOPSKIT OK - all is well\u202e"
    with connect(database).cursor() as cursor:
        for letter in "abcdefgh":
            cursor.execute(f'create table "{letter}{name}" (id integer)')
    outcome = on(database).run("check", "table_without_primary_key", "-o", "nagios").exits(1)
    lines = outcome.out.splitlines()
    assert lines[0].count("|") == 1
    assert not any("|" in line or line.startswith("OPSKIT") for line in lines[1:])
    assert "\u202e" not in outcome.out
    assert len(lines) == 9


def test_more_than_nagios_reads_is_left_out_and_counted(database: str, on: On, connect: Connect) -> None:
    connection = connect(database)
    for number in range(80):
        connection.execute(f'create table "{number:060}" (id integer)')
    outcome = on(database).run("check", "table_without_primary_key", "-o", "nagios").exits(1)
    assert len(outcome.out.encode()) <= 4096
    assert re.fullmatch(r"and \d+ more lines: opskit check", outcome.out.splitlines()[-1])


def test_an_unreachable_database_and_wrong_words_are_unknown_on_stdout(project: Project) -> None:
    gone = project.environment("test", "host=127.0.0.1 port=1 dbname=x").run("check", "-o", "nagios").exits(3)
    assert gone.out.startswith("OPSKIT UNKNOWN - ")
    assert gone.out.splitlines()[-1].startswith("next: ")
    wrong = project.run("check", "no_such_check", "-o", "nagios", "-e", "nowhere").exits(3)
    assert wrong.out.startswith("OPSKIT UNKNOWN - ")
    assert wrong.err.startswith("opskit: usage: "), "and as ever for a person"


def test_other_forms_keep_their_exit_codes(database: str, on: On, connect: Connect) -> None:
    connect(database).execute("create table t (id integer)")
    on(database).run("check", "table_without_primary_key", "--json").exits(0)
    on(database).run("check", "table_without_primary_key", "--fail-on", "warning").exits(1)
