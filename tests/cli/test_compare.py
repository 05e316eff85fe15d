"""`opskit compare`: two environments, object by object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fixtures.program import Project
from fixtures.server import Connect, new_database
from fixtures.server_log import ServerLog
from psycopg import sql

from opskit.app.compare import compared
from opskit.app.compared_side import Side
from opskit.app.settings_parity import ServerSettings
from opskit.catalog.configuration import Settings
from opskit.core.environment import Server
from opskit.core.fingerprint import SchemaFingerprint
from opskit.core.schema_object import Key, Part, Parts
from opskit.core.verdict import Verdict
from opskit.scratch.cluster import Cluster
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import replace

TABLE = "create table t (id int primary key, a text)"
FUNCTION = "create function f() returns int language sql as 'select 1;\nselect 2;\nselect {};\nselect 4;\nselect 5'"


@pytest.fixture
def second(cluster: Cluster) -> Iterator[str]:
    with new_database(cluster) as conninfo:
        yield conninfo


@pytest.fixture
def pair(project: Project, database: str, second: str, connect: Connect) -> Project:
    """staging and production, each with the same table."""
    for conninfo in (database, second):
        connect(conninfo).execute(TABLE)
    return project.environment("staging", database).environment("production", second)


def data_of(project: Project, code: int) -> Any:
    return project.run("compare", "staging", "production", "--json").exits(code).data


def changes(data: Any) -> dict[str, str]:
    return {f"{each['kind']} {each['name']}": each["change"] for each in data["differences"]}


def verdicts(data: Any) -> dict[str, str]:
    return {each["id"]: each["verdict"] for each in data["metrics"]}


def test_equal_schemas_pass(pair: Project) -> None:
    data = data_of(pair, 0)
    assert (data["verdict"], data["kind"], data["differences"]) == ("pass", "schema", [])
    assert data["environments"] == {"a": "staging", "b": "production"}
    assert data["fingerprints"]["a"] == data["fingerprints"]["b"]
    (metric,) = data["metrics"]
    assert (metric["id"], metric["verdict"], metric["value"], metric["limit"]) == ("schema", "pass", 0, 0)
    assert metric["samples"] == metric["control"] > 3
    assert pair.run("compare", "staging", "production").ok().out.startswith("PASS  staging and production are equal.")


def test_what_is_on_one_side_only_or_different_is_told_with_its_definition(
    pair: Project, database: str, second: str, connect: Connect
) -> None:
    connect(database).execute("create index t_a on t (a); create view v as select 1 as one; create index i on t (a)")
    connect(second).execute("create materialized view m as select 1 as one; create index i on t (a desc)")
    data = data_of(pair, 1)
    assert changes(data) == {
        "index public.i": "different",
        "index public.t_a": "missing",
        "column public.m.one": "added",
        "column public.v.one": "missing",
        "materialized view public.m": "added",
        "view public.v": "missing",
    }
    told = {each["name"]: (each["a"], each["b"]) for each in data["differences"]}
    both = "CREATE INDEX i ON public.t USING btree (a{})"
    assert told["public.i"] == (both.format(""), both.format(" DESC"))
    assert told["public.t_a"] == ("CREATE INDEX t_a ON public.t USING btree (a)", None)
    assert told["public.m"][0] is None
    assert (data["metrics"][0]["value"], data["verdict"]) == (6, "fail")
    shown = pair.run("compare", "staging", "production").exits(1).out
    assert "Only in production: 1" in shown
    assert "materialized view public.m (with 1 part)" in shown
    assert "index public.i: definition (a) -> (a DESC)" in shown


def test_of_a_long_definition_the_lines_that_differ_are_shown(
    pair: Project, database: str, second: str, connect: Connect
) -> None:
    connect(database).execute(FUNCTION.format(3))
    connect(second).execute(FUNCTION.format(30))
    (difference,) = data_of(pair, 1)["differences"]
    assert (difference["a"], difference["b"]) == (
        "select 3;\nselect 4;\nselect 5$function$",
        "select 30;\nselect 4;\nselect 5$function$",
    )


def test_only_what_is_named_is_compared(pair: Project, database: str, connect: Connect) -> None:
    connect(database).execute("create schema s; create table s.t (a int); create index t_a on t (a)")
    words = ("compare", "staging", "production", "--json")
    data = pair.run(*words, "--only", "index").exits(1).data
    assert changes(data) == {"index public.t_a": "missing"}
    assert data["scope"] == "only index"
    assert changes(pair.run(*words, "--schema", "s").exits(1).data) == {
        "schema s": "missing", "table s.t": "missing", "column s.t.a": "missing",
    }  # fmt: skip
    pair.run(*words, "--schema", "s", "--only", "index").exits(3)
    assert "only view" in pair.run("compare", "staging", "production", "--only", "view").exits(3).out
    assert "'indexes' is not" in pair.run("compare", "staging", "production", "--only", "indexes").exits(2).err


def test_what_belongs_to_a_table_that_is_missing_is_not_listed_one_by_one(
    pair: Project, database: str, connect: Connect
) -> None:
    connect(database).execute("create table u (a int, b int, check (a > 0))")
    shown = pair.run("compare", "staging", "production").exits(1).out
    assert "table public.u (with 3 parts)" in shown
    assert "public.u.a" not in shown


def test_owners_and_grants_are_compared_when_asked_for(pair: Project, database: str, connect: Connect) -> None:
    connect(database).execute("grant select on t to pg_monitor")
    assert data_of(pair, 0)["differences"] == []
    (found,) = pair.run("compare", "staging", "production", "--privileges", "--json").exits(1).data["differences"]
    assert found["words"] == "table public.t: privileges owner=all; pg_monitor=SELECT -> owner=all"
    assert found["parts"] == [
        {"part": "privileges", "a": "owner=all; pg_monitor=SELECT", "b": "owner=all", "comparable": True}
    ]


def test_a_login_without_rights_sees_the_schema_too(
    pair: Project, database: str, second: str, connect: Connect
) -> None:
    admin = connect(database)
    admin.execute("create role plain login; create view v as select 1 as one; create publication p")
    try:
        for name, conninfo in (("staging", database), ("production", second)):
            pair.environment(name, conninfo.replace("user='postgres'", "user='plain'"))
        data = pair.run("compare", "staging", "production", "--privileges", "--json").exits(1).data
        assert changes(data) == {
            "column public.v.one": "missing",
            "publication p": "missing",
            "view public.v": "missing",
        }
        unknown = {each["name"]: each["unknown"] for each in data["settings"] if each["unknown"]}
        assert unknown["shared_preload_libraries"] == "hidden from this login in staging and production"
    finally:
        admin.execute("drop role plain")


def test_hostile_names_and_texts_are_made_visible(pair: Project, database: str, connect: Connect) -> None:
    connect(database).execute("create view \"a\x1b[31m\nb\" as select 1 as one; comment on table t is 'x\x1b[2J'")
    shown = pair.run("compare", "staging", "production").exits(1).out
    assert "\x1b" not in shown
    assert "\\u001b[31m" in shown


def test_the_operators_time_zone_makes_no_difference(
    pair: Project, database: str, second: str, connect: Connect
) -> None:
    for conninfo in (database, second):
        connect(conninfo).execute(
            "create table p (at timestamptz) partition by range (at);"
            "create table p1 partition of p for values from ('2026-01-01 00:00+00') to ('2026-02-01 00:00+00')"
        )
    connection = connect(second)
    name = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("alter database {} set timezone = 'Europe/Berlin'").format(name))
    assert data_of(pair, 0)["differences"] == []


def test_an_invalid_index_is_another_than_a_valid_one(
    pair: Project, database: str, second: str, connect: Connect
) -> None:
    for conninfo in (database, second):
        connect(conninfo).execute("create index t_a on t (a)")
    connect(second).execute("update pg_index set indisvalid = false where indexrelid = 't_a'::regclass")
    assert changes(data_of(pair, 1)) == {"index public.t_a": "missing", "invalid index public.t_a": "added"}


def test_what_was_applied_is_compared_too(pair: Project) -> None:
    pair.migration("r1_index", "create index t_a on t (a)")
    pair.run("apply", "-e", "staging", "--confirm", "staging").ok()
    data = data_of(pair, 1)
    assert changes(data) == {"index public.t_a": "missing"}
    assert data["revisions"] == {"a": ["r1"], "b": None}
    assert verdicts(data) == {"schema": "fail", "revisions": "inconclusive"}
    assert "next: opskit plan -e production" in pair.run("compare", "staging", "production").exits(1).out
    pair.run("apply", "-e", "production", "--confirm", "production").ok()
    data = data_of(pair, 0)
    assert verdicts(data) == {"schema": "pass", "revisions": "pass"}
    assert data["revisions"] == {"a": ["r1"], "b": ["r1"]}


def test_an_equal_schema_without_a_record_of_what_was_applied_is_inconclusive(
    pair: Project, second: str, connect: Connect
) -> None:
    pair.migration("r1_index", "create index t_a on t (a)")
    pair.run("apply", "-e", "staging", "--confirm", "staging").ok()
    connect(second).execute("create index t_a on t (a)")
    assert verdicts(data_of(pair, 3)) == {"schema": "pass", "revisions": "inconclusive"}


def test_an_equal_schema_with_other_revisions_fails(pair: Project) -> None:
    pair.migration("r1_index", "create index t_a on t (a)")
    for name in ("staging", "production"):
        pair.run("apply", "-e", name, "--confirm", name).ok()
    pair.migration("r2_rows", "insert into t values (1, 'x')")
    pair.run("apply", "-e", "production", "--confirm", "production").ok()
    data = data_of(pair, 1)
    assert verdicts(data) == {"schema": "pass", "revisions": "fail"}
    assert data["metrics"][1]["reason"] == "not applied to both: r2"
    assert "next: opskit plan -e staging" in pair.run("compare", "staging", "production").exits(1).out


def test_settings_that_differ_are_told_and_judged_by_nobody(pair: Project, second: str, connect: Connect) -> None:
    connection = connect(second)
    name = sql.Identifier(connection.info.dbname)
    for setting in ("work_mem = '7MB'", "statement_timeout = '30s'", "jit = off"):
        connection.execute(sql.SQL("alter database {} set " + setting).format(name))
    data = data_of(pair, 0)
    assert {each["name"]: (each["a"], each["b"]) for each in data["settings"]} == {
        "database: jit": (None, "off"),
        "database: statement_timeout": (None, "30s"),
        "database: work_mem": (None, "7MB"),
        "jit": ("on", "off"),
        "statement_timeout": ("0 ms", "30000 ms"),
        "work_mem": ("4096 kB", "7168 kB"),
    }


def test_both_environments_keep_the_answer_as_evidence(pair: Project) -> None:
    pair.run("compare", "staging", "production").ok()
    entries = [event.entry for event in SqliteLedger(pair.ledger).events()]
    assert [(each.kind, each.environment, each.body["subject"]) for each in entries] == [
        ("compare", "staging", "production"),
        ("compare", "production", "staging"),
    ]
    assert {each.body["verdict"] for each in entries} == {"pass"}


def test_it_changes_nothing_on_either_side(pair: Project, database: str, second: str, server_log: Any) -> None:
    logs: list[ServerLog] = [server_log(database), server_log(second)]
    pair.run("compare", "staging", "production").ok()
    for log in logs:
        seen = [each.sql.lstrip().lower() for each in log.statements("opskit/")]
        assert seen
        assert not [text for text in seen if not text.startswith(("select", "with", "--"))]


def test_an_environment_is_not_compared_with_itself(pair: Project, database: str) -> None:
    assert "compared with itself" in pair.run("compare", "staging", "staging").exits(2).err
    pair.environment("alias", database)
    assert "staging and alias are the same database" in pair.run("compare", "staging", "alias").exits(2).err
    assert "no environment 'canary'" in pair.run("compare", "staging", "canary").exits(2).err


ONE = Side(
    "staging", Server("1", "app", 160003, "16.3", "dba", True, False), datetime(2026, 1, 6, tzinfo=UTC),
    SchemaFingerprint({}),
    {("view", "public.v"): {"query": Part("select 1", True)}, ("table", "public.t"): {"columns": Part("columns (a)")}},
    ["r1"], ServerSettings("staging", {"jit": "on"}),
)  # fmt: skip
NEWER = replace(ONE, name="production", server=replace(ONE.server, system_identifier="2", version_num=180001))
TODAY = date(2026, 1, 6)
QUALIFIED: dict[Key, Parts] = {("view", "public.v"): {"query": Part("SELECT t.a,\n t.b FROM public.t", True)}}


@pytest.mark.parametrize(
    ("objects", "verdict"),
    [
        pytest.param({}, Verdict.PASS, id="printed alike"),
        pytest.param({("view", "public.v"): {"query": Part("select 2", True)}}, Verdict.INCONCLUSIVE, id="differently"),
        pytest.param({("view", "public.w"): {"query": Part("select 1", True)}}, Verdict.FAIL, id="an object more"),
        pytest.param({("table", "public.t"): {"columns": Part("columns (b)")}}, Verdict.FAIL, id="a fact"),
    ],
)
def test_between_major_versions_a_definition_printed_differently_proves_nothing(
    objects: dict[Key, Parts], verdict: Verdict
) -> None:
    found = compared(ONE, replace(NEWER, objects={**ONE.objects, **objects}), Settings(), TODAY)
    assert found.metrics[0].verdict is found.verdict is verdict
    assert ("not comparable: PostgreSQL 16 and 18" in found.metrics[0].reason) is (verdict is Verdict.INCONCLUSIVE)
    assert found.counts.not_comparable == (verdict is Verdict.INCONCLUSIVE)


def test_of_one_table_an_older_version_says_whose_the_columns_are() -> None:
    one = replace(ONE, objects=QUALIFIED)
    bare: dict[Key, Parts] = {("view", "public.v"): {"query": Part("SELECT a, b FROM public.t", True)}}
    assert compared(one, replace(NEWER, objects=bare), Settings(), TODAY).verdict is Verdict.PASS
    assert compared(one, replace(one, objects=bare), Settings(), TODAY).verdict is Verdict.FAIL


def test_nothing_to_compare_is_no_pass() -> None:
    found = compared(replace(ONE, objects={}), replace(NEWER, objects={}), Settings(), TODAY)
    assert (found.verdict, found.metrics[0].reason) == (Verdict.INCONCLUSIVE, "there is no object to compare")


def test_a_setting_one_login_may_not_see_is_told_as_unknown() -> None:
    hidden = ServerSettings("production", {}, frozenset({"jit"}))
    (setting,) = compared(ONE, replace(NEWER, settings=hidden), Settings(), TODAY).settings
    assert (setting.name, setting.a, setting.b) == ("jit", "on", None)
    assert setting.unknown == "hidden from this login in production"


def test_without_any_record_the_schemas_alone_decide() -> None:
    found = compared(replace(ONE, revisions=None), replace(NEWER, revisions=None), Settings(), TODAY)
    assert [metric.id for metric in found.metrics] == ["schema"]
    assert found.verdict is Verdict.PASS
