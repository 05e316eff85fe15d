"""`opskit fix`: a finding is mended by its remedy, proven, found no more, and taken back where there is a way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from fixtures.waiting import counts
from psycopg.conninfo import make_conninfo

On = Callable[[str], Project]
CONFIRMED = ("--confirm", "test")
HOSTILE = '''"o'b ""x"" é; --"'''
DUPLICATE = "create table public.t (a integer); create index t_a on t (a); create index t_a_again on t (a)"
# What is wrong, the check that finds it, and the words of its object.
KINDS = {
    "duplicate index": (DUPLICATE, "index_duplicate"),
    "foreign key without an index": (
        "create table public.p (id integer primary key);"
        "create table public.t (id integer primary key, p integer references p)",
        "foreign_key_without_index",
    ),
    "constraint not validated": (
        "create table public.t (a integer); alter table t add constraint positive check (a > 0) not valid",
        "constraint_not_validated",
    ),
    "autovacuum off": ("create table public.t (a integer) with (autovacuum_enabled = false)", "autovacuum_off"),
    "narrow sequence": (
        "create sequence public.s as integer; select pg_catalog.setval('public.s', 2000000000)",
        "sequence_exhaustion",
    ),
    "sequence at its limit": (
        "create sequence public.s maxvalue 100; select pg_catalog.setval('public.s', 99)",
        "sequence_exhaustion",
    ),
    "pg_stat_statements": ("select 1", "pg_stat_statements_missing"),
}


def make(connection: psycopg.Connection[Any], statements: str) -> None:
    for statement in statements.split(";"):
        connection.execute(statement.encode())


def findings(project: Project, slug: str) -> list[str]:
    outcome = project.run("check", slug, "--json")
    assert outcome.code in (0, 1), outcome.err
    return [each["object"] for check in outcome.data["checks"] for each in check["findings"]]


def planned(outcome: Outcome) -> list[str]:
    return [sql for each in outcome.data["migrations"] for one in each["statements"] for sql in one["safe"]]


def fingerprint(project: Project) -> str:
    return str(project.run("verify", "schema", "--json").data["fingerprint"])


def spoil(connection: psycopg.Connection[Any], name: str = "t_a") -> None:
    """An index that a failed build has left INVALID."""
    with suppress(psycopg.errors.UniqueViolation):
        connection.execute(f"create unique index concurrently {name} on public.t (a)".encode())


@pytest.mark.parametrize("kind", KINDS)
def test_a_finding_is_mended_once_and_taken_back(on: On, database: str, connect: Connect, kind: str) -> None:
    statements, slug = KINDS[kind]
    make(connect(database), statements)
    project = on(database)
    before, named = fingerprint(project), findings(project, slug)
    assert named
    shown = planned(project.run("fix", slug, "-n", "--json").exits(10))
    done = project.run("fix", slug, *CONFIRMED, "--json").ok()
    assert done.document["changed"] is True
    assert [step["sql"] for step in done.data["steps"] if step["revision"]] == shown
    assert done.data["verified"] is True
    assert findings(project, slug) == []
    again = project.run("fix", slug, *CONFIRMED, "--json").ok()
    assert again.document["changed"] is False
    assert project.run("verify", "schema").ok()
    back = project.run("rollback", done.document["run"], *CONFIRMED, "--json").ok()
    assert back.data["verified"] is True
    assert fingerprint(project) == before
    assert findings(project, slug) == named


def test_what_it_says_is_what_the_server_is_told(
    on: On, database: str, connect: Connect, server_log: Callable[..., Any]
) -> None:
    make(connect(database), DUPLICATE)
    project = on(database)
    shown = planned(project.run("fix", "index_duplicate", "-n", "--json").exits(10))
    log = server_log(database)
    run = project.run("fix", "index_duplicate", *CONFIRMED, "--json").ok().document["run"]
    told = [each.sql for each in log.statements(f"opskit/{run}/fix")]
    assert [each for each in told if each.startswith("DROP INDEX")] == shown


def test_an_invalid_index_is_dropped_and_a_rollback_does_not_want_it_back(
    on: On, database: str, connect: Connect
) -> None:
    connection = connect(database)
    make(connection, "create table public.t (a integer); insert into t values (1), (1)")
    spoil(connection)
    project = on(database)
    done = project.run("fix", "index_invalid", *CONFIRMED, "--json").ok()
    (proof,) = done.data["proofs"]
    assert (proof["name"], proof["what"], proof["verdict"], proof["after"]) == ("public.t_a", "dropped", "pass", None)
    assert "CREATE UNIQUE INDEX t_a" in proof["before"]["definition"]
    assert findings(project, "index_invalid") == []
    assert "Nothing to undo" in project.run("rollback", done.document["run"], *CONFIRMED).ok().out


def test_a_bloated_index_is_rebuilt_and_what_it_gave_back_is_held_against_the_prediction(
    on: On, database: str, connect: Connect
) -> None:
    connection = connect(database)
    make(connection, "create table public.t (id integer primary key) with (autovacuum_enabled = false)")
    make(connection, "insert into t select n from generate_series(1, 200000) as n; delete from t where mod(id, 10) > 0")
    counted(connection, 170000)
    connection.execute("vacuum (analyze) t")
    project = on(database)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[thresholds]\n"bloat.min_bytes" = 1000000\n')
    done = project.run("fix", "bloat", "public.t_pkey", *CONFIRMED, "--json").ok()
    (proof,) = done.data["proofs"]
    assert (proof["name"], proof["what"], proof["verdict"]) == ("public.t_pkey", "rebuilt", "pass")
    assert proof["before"]["filenode"] != proof["after"]["filenode"]
    assert proof["after"]["constraint_name"] == "t_pkey"
    assert proof["before"]["bytes"] - proof["after"]["bytes"] == pytest.approx(proof["predicted_bytes"], rel=0.05)
    assert proof["error_points"] < 5
    kept = [event for event in project.run("ledger", "export").out.splitlines() if '"fix.proof"' in event]
    assert [json.loads(each)["body"]["subject"] for each in kept] == ["public.t_pkey"]
    assert project.run("fix", "bloat", "public.t_pkey", *CONFIRMED, "--json").ok().document["changed"] is False


ROWS = (
    "create table public.t (a integer) with (autovacuum_enabled = false);"
    "insert into t select n from generate_series(1, 30000) as n"
)


def counted(connection: psycopg.Connection[Any], dead: int) -> None:
    """Returns when the server has counted more dead rows than that; it does so a moment after the statement."""
    counts(connection, f"select n_dead_tup > {dead} from pg_stat_user_tables")


def test_dead_rows_are_vacuumed_away_once_for_all_who_ask(on: On, database: str, connect: Connect) -> None:
    connection = connect(database)
    make(connection, f"{ROWS}; delete from t where a > 100")
    counted(connection, 20000)
    project = on(database)
    outcome = project.run("fix", "dead_tuples", "planner_statistics_stale", "-n", "--json")
    assert planned(outcome.exits(10)) == ["vacuum (analyze) public.t"]
    (statement,) = outcome.data["migrations"][0]["statements"]
    assert "vacuum" in statement["estimate"]["basis"]
    done = project.run("fix", "dead_tuples", *CONFIRMED, "--json").ok()
    (proof,) = done.data["proofs"]
    assert proof["before"]["dead_rows"] > 20000
    assert proof["after"]["dead_rows"] == 0


def test_dead_rows_that_stay_are_a_failure_that_names_who_holds_them(on: On, database: str, connect: Connect) -> None:
    connection, holder = connect(database), connect(database)
    make(connection, ROWS)
    holder.execute("begin isolation level repeatable read; select 1")
    make(connection, "delete from t where a > 100")
    counted(connection, 20000)
    outcome = on(database).run("fix", "dead_tuples", *CONFIRMED, "--json").exits(8)
    (proof,) = outcome.data["proofs"]
    assert proof["verdict"] == "fail"
    assert f"held by pid {holder.info.backend_pid}" in proof["reason"]
    assert outcome.data["verified"] is False
    assert [each["key"] for each in outcome.data["left"]] == ["dead_tuples:public.t"]


def test_a_constraint_that_rows_break_is_by_hand_and_the_others_go_on(on: On, database: str, connect: Connect) -> None:
    connection = connect(database)
    make(connection, "create table public.p (id integer primary key); create table public.t (a integer, p integer)")
    make(connection, "insert into t values (0, 7); alter table t add constraint positive check (a > 0) not valid")
    make(connection, "alter table t add constraint known foreign key (p) references p not valid")
    make(connection, "alter table t add constraint small check (a < 9) not valid")
    project = on(database)
    outcome = project.run("fix", "constraint_not_validated", "-n", "--json").exits(10)
    assert planned(outcome) == ["alter table public.t validate constraint small"]
    reasons = {each["object"]: each["reason"] for each in outcome.data["by_hand"]}
    assert "1 row breaking positive" in reasons["public.t.positive"]
    assert "1 row pointing to nothing" in reasons["public.t.known"]
    project.run("fix", "constraint_not_validated", *CONFIRMED).ok()
    assert findings(project, "constraint_not_validated") == ["public.t.known", "public.t.positive"]
    assert project.run("fix", "constraint_not_validated", *CONFIRMED, "--json").ok().document["changed"] is False


def test_what_takes_more_than_safe_statements_is_listed_with_its_reason(
    on: On, database: str, connect: Connect
) -> None:
    make(connect(database), "create table public.t (a integer); create table public.n (id serial primary key)")
    make(connect(database), "select pg_catalog.setval('public.n_id_seq', 2000000000)")
    project = on(database)
    words = ["fix", "table_without_primary_key", "sequence_exhaustion", "public.t", "public.n"]
    outcome = project.run(*words, "-n").ok()
    assert "Nothing on test that opskit fix can mend; 2 findings by hand." in outcome.out
    assert "table_without_primary_key: has blanks to fill in" in outcome.out
    assert "rewrites the table" in outcome.out
    assert project.run(*words, *CONFIRMED, "--json").ok().document["changed"] is False


def test_a_relation_that_is_named_is_mended_alone(on: On, database: str, connect: Connect) -> None:
    make(connect(database), DUPLICATE)
    make(connect(database), DUPLICATE.replace("public.t ", "public.u ").replace("t_a", "u_a").replace("on t", "on u"))
    project = on(database)
    outcome = project.run("fix", "public.t", "-n", "--json").exits(10)
    assert planned(outcome) == ["DROP INDEX CONCURRENTLY public.t_a_again"]
    assert planned(project.run("fix", "u_a_again", "-n", "--json")) == ["DROP INDEX CONCURRENTLY public.u_a_again"]
    assert project.run("fix", "public.t", "autovacuum_off", "-n", "--json").ok().data["mends"] == []
    project.run("fix", "u_a_again", *CONFIRMED).ok()
    assert findings(project, "index_duplicate") == ["public.t_a_again"]
    refused = project.run("fix", "public.nothing", "-n").exits(2)
    assert "neither a check nor a relation 'public.nothing'" in refused.err
    project.run("fix", "a b; c", "-n").exits(2)


def test_hostile_names_are_quoted_all_the_way(on: On, database: str, connect: Connect) -> None:
    connection = connect(database)
    make(connection, 'create schema "S p"; create table "S p"."T\n%s" (id integer primary key, a integer)')
    for name in ('"x\n; drop table ""S p"".t; --"', HOSTILE):
        connection.execute(f'create index {name} on "S p"."T\n%s" (a)'.encode())
    project = on(database)
    project.run("fix", "index_duplicate", '"S p"."T\n%s"', *CONFIRMED).ok()
    assert findings(project, "index_duplicate") == []
    left = connection.execute('select count(*) from pg_index where indrelid = \'"S p"."T\n%s"\'::regclass').fetchone()
    assert left == (2,)
    assert project.run("rollback", *CONFIRMED, "--json").ok().data["verified"] is True


def test_an_index_gets_a_name_that_is_free(on: On, database: str, connect: Connect) -> None:
    connection = connect(database)
    make(connection, "create table public.p (id integer primary key); create index t_p_idx on p (id) where id > 7")
    make(connection, "create table public.t (id integer primary key, p integer references p)")
    project = on(database)
    project.run("fix", "foreign_key_without_index", "public.t", *CONFIRMED).ok()
    assert connection.execute("select to_regclass('public.t_p_idx1') is not null").fetchone() == (True,)


def test_what_stands_in_the_way_of_a_statement_makes_it_a_persons(on: On, database: str, connect: Connect) -> None:
    connection = connect(database)
    make(connection, "create table public.x (a int4range, exclude using gist (a with &&))")
    make(connection, "insert into x select int4range(n, n + 1) from generate_series(1, 20000) as n")
    make(connection, DUPLICATE)
    connection.execute("update pg_index set indisvalid = false where indexrelid = 'x_a_excl'::regclass")
    outcome = on(database).run("fix", "index_invalid", "index_duplicate", "-n", "--json").exits(10)
    assert planned(outcome) == ["DROP INDEX CONCURRENTLY public.t_a_again"]
    (left,) = outcome.data["by_hand"]
    assert left["key"] == "index_invalid:public.x_a_excl"
    assert "cannot reindex public.x_a_excl of an exclusion constraint concurrently" in left["reason"]


def test_findings_of_severity_info_are_left_alone_until_they_are_named(on: On, database: str, connect: Connect) -> None:
    make(connect(database), "create table public.t (a integer primary key, b integer); create index t_b on t (b)")
    make(connect(database), "create index t_b_a on t (b, a)")
    project = on(database)
    outcome = project.run("fix", "-n", "--json")
    assert not [each for each in outcome.data["mends"] if "t_b" in each["sql"]]
    assert outcome.data["minor"] >= 1
    named = project.run("fix", "index_prefix_redundant", "-n", "--json").exits(10)
    assert planned(named) == ["DROP INDEX CONCURRENTLY public.t_b"]


def test_without_a_terminal_nothing_is_done_and_a_protected_environment_wants_its_name(
    project: Project, database: str, connect: Connect
) -> None:
    make(connect(database), DUPLICATE)
    project.environment("test", database, "protected = true")
    assert project.run("fix", "index_duplicate", "--json").exits(10).document["changed"] is False
    project.run("fix", "index_duplicate", "--confirm", "other").exits(2)
    assert findings(project, "index_duplicate") == ["public.t_a_again"]
    project.run("fix", "index_duplicate", *CONFIRMED).ok()


@pytest.fixture
def stranger(database: str, connect: Connect) -> str:
    """A login that owns nothing here."""
    connection = connect(database)
    with suppress(psycopg.errors.DuplicateObject):
        connection.execute("create role fix_stranger login")
    return make_conninfo(database, user="fix_stranger")


def test_a_login_without_rights_changes_nothing(on: On, stranger: str, database: str, connect: Connect) -> None:
    make(connect(database), DUPLICATE)
    outcome = on(stranger).run("fix", "index_duplicate", *CONFIRMED, "--json").exits(6)
    assert outcome.document["changed"] is False
    assert connect(database).execute(
        "select to_regnamespace('opskit'), to_regclass('t_a_again') is null"
    ).fetchone() == (
        None,
        False,
    )


def test_what_the_login_may_not_do_is_by_hand_and_says_whose_it_is(
    on: On, stranger: str, database: str, connect: Connect
) -> None:
    connection = connect(database)
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    make(connection, f"grant create on schema public to fix_stranger; grant create on database {name} to fix_stranger")
    make(connect(database), DUPLICATE)
    make(connect(stranger), DUPLICATE.replace("public.t ", "public.u ").replace("t_a", "u_a").replace("on t", "on u"))
    outcome = on(stranger).run("fix", "index_duplicate", *CONFIRMED, "--json").ok()
    assert [each["sql"] for each in outcome.data["steps"] if each["revision"]] == [
        "DROP INDEX CONCURRENTLY public.u_a_again"
    ]
    (left,) = outcome.data["by_hand"]
    assert left["reason"] == "login fix_stranger may not: public.t_a_again belongs to postgres"


def test_a_login_sets_its_own_timeout_and_no_other_ones(on: On, stranger: str, database: str, connect: Connect) -> None:
    connection = connect(database)
    with suppress(psycopg.errors.DuplicateObject):
        connection.execute("create role fix_other login")
    make(connection, "create table public.t (a integer); grant select on t to fix_stranger, fix_other")
    outcome = on(stranger).run("fix", "statement_timeout_unset", "-n", "--json").exits(10)
    assert planned(outcome) == ["alter role fix_stranger set statement_timeout = '30s'"]
    reasons = {each["object"]: each["reason"] for each in outcome.data["by_hand"]}
    assert reasons["fix_other"] == "login fix_stranger may not alter role fix_other"
