"""`opskit verify indexes`: present, capable, chosen, observed and required are claimed each for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from fixtures.indexes import claims, indexes, verified, window_of, with_indexes, workload
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import counts, scanned
from psycopg import sql

On = Callable[[str], Project]
BY_A = "-- param: a = 1 + floor(random() * 5000)::integer\nselect * from t where a = %(a)s and b > 0"


@pytest.fixture
def applied(database: str, on: On, connect: Connect) -> Project:
    project = with_indexes(on(database), connect(database))
    connect(database).execute("analyze t")
    return project


def test_an_index_is_active_when_a_query_can_use_it_the_planner_does_and_somebody_did(
    applied: Project, database: str
) -> None:
    workload(applied, {"by_a": BY_A})
    found = indexes(applied)["t_a"]
    assert claims(found) == {
        "present": "pass", "capable": "pass", "chosen": "pass", "observed": "inconclusive", "required": "fail",
        "actively_used": "inconclusive",
    }  # fmt: skip
    assert found["actively_used"]["evidence"] == "not shown to be observed"
    assert found["claims"]["observed"]["evidence"].startswith("no scan in less than a day")
    scanned(database, "select * from t where a = 7 and b > 0")
    found = indexes(applied)["t_a"]
    assert (claims(found)["observed"], claims(found)["actively_used"]) == ("pass", "pass")
    assert "t_a    active" in applied.run("verify", "indexes").ok().out


def test_each_plan_of_a_query_is_told_for_several_values(applied: Project, database: str, connect: Connect) -> None:
    connect(database).execute(
        "create table s (kind text); insert into s select 'common' from generate_series(1, 20000);"
        "insert into s values ('rare'), ('seldom'), ('seldom'); analyze s"
    )
    applied.migration("r2", "create index s_kind on s (kind)")
    applied.run("apply", "--confirm", "test").ok()
    kinds = "(array['common', 'common', 'rare', 'seldom'])[1 + floor(random() * 4)::integer]"
    workload(applied, {"of_kind": f"-- param: kind = {kinds}\nselect * from s where kind = %(kind)s"})
    (served,) = indexes(applied)["s_kind"]["served"]
    assert (served["query"], served["chosen"], served["sets"], served["generic"]) == ("of_kind", 2, 3, True)
    assert claims(indexes(applied)["s_kind"])["chosen"] == "pass"
    assert "2/3" in applied.run("verify", "indexes").ok().out


def test_a_partial_index_that_a_prepared_statement_cannot_reach_is_told(
    applied: Project, database: str, connect: Connect
) -> None:
    connect(database).execute(
        "create table o (id int, state text); insert into o"
        " select n, case when n <= 50 then 'open' else 'done' end from generate_series(1, 20000) as n; analyze o"
    )
    applied.migration("r2", "create index o_open on o (id) where state = 'open'")
    applied.run("apply", "--confirm", "test").ok()
    workload(applied, {"of_state": "-- param: state = 'open'\nselect * from o where state = %(state)s and id < 20"})
    (served,) = indexes(applied)["o_open"]["served"]
    assert served["condition"] == "id < …, for known values only"
    assert (served["chosen"], served["sets"], served["generic"]) == (1, 1, False)
    assert "- o_open: of_state" in applied.run("verify", "indexes").ok().out


def test_a_small_table_needs_no_plan_that_chooses_its_index(database: str, on: On, connect: Connect) -> None:
    connect(database).execute("create table t as select n as a from generate_series(1, 50) as n; analyze t")
    project = on(database).migration("r1", "create index t_a on t (a)")
    project.run("apply", "--confirm", "test").ok()
    workload(project, {"by_a": "select * from t where a = 7"})
    found = indexes(project)["t_a"]
    assert (claims(found)["capable"], claims(found)["chosen"]) == ("pass", "inconclusive")
    assert found["claims"]["chosen"]["evidence"] == "its table has 1 pages and is cheaper to read whole"
    scanned(database, "set enable_seqscan = off; select * from t where a = 7")
    assert claims(indexes(project)["t_a"])["actively_used"] == "pass"


def test_a_comparison_that_hides_the_column_leaves_its_index_incapable(applied: Project) -> None:
    workload(applied, {"by_number": "select * from t where a = 5::numeric and b > 0 and c = 'x' || c"})
    found = indexes(applied)["t_a"]
    assert claims(found)["capable"] == "fail"
    assert "none of the workload's queries on public.t (1) can look anything up in it" in str(found["claims"])


def test_a_partial_index_whose_predicate_no_query_proves_is_incapable(
    applied: Project, database: str, connect: Connect
) -> None:
    connect(database).execute(
        "create table w (a int, b int); insert into w select n, n from generate_series(1, 9999) n"
    )
    applied.migration("r2", "create index w_a on w (a) where b > 100")
    applied.run("apply", "--confirm", "test").ok()
    workload(applied, {"by_a": "select * from w where a = 7 and b > 50"})
    assert claims(indexes(applied)["w_a"])["capable"] == "fail"
    workload(applied, {"by_a": "select * from w where a = 7 and b > 150"})
    assert claims(indexes(applied)["w_a"])["capable"] == "pass"


def test_an_index_whose_column_is_only_filtered_is_not_used_for_it(
    applied: Project, database: str, connect: Connect
) -> None:
    connect(database).execute(
        "create table w (a int, b int); insert into w select n, n from generate_series(1, 9999) n"
    )
    applied.migration("r2", "create index w_a_b on w (a, b)")
    applied.run("apply", "--confirm", "test").ok()
    connect(database).execute("vacuum (analyze) w")
    workload(applied, {"by_b": "select a from w where mod(b, 7) = 1"})
    served = indexes(applied)["w_a_b"]["served"]
    assert [each["condition"] for each in served] in ([], ["read whole"])


def test_the_index_of_a_partition_counts_for_that_of_its_parent(
    applied: Project, database: str, connect: Connect
) -> None:
    connect(database).execute(
        "create table m (id int, at date) partition by range (at);"
        "create table m_1 partition of m for values from ('2026-01-01') to ('2026-02-01');"
        "create table m_2 partition of m for values from ('2026-02-01') to ('2026-03-01');"
        "insert into m select n, date '2026-01-01' + mod(n, 59) from generate_series(1, 9999) as n"
    )
    applied.migration("r2", "create index m_id on m (id)")
    applied.run("apply", "--confirm", "test").ok()
    connect(database).execute("analyze m")
    workload(applied, {"by_id": "-- param: id = 77\nselect * from m where id = %(id)s and at < '2026-02-01'"})
    found = indexes(applied)["m_id"]
    assert (claims(found)["capable"], claims(found)["chosen"]) == ("pass", "pass")
    scanned(database, "select * from m where id = 7 and at < '2026-02-01'")
    assert claims(indexes(applied)["m_id"])["actively_used"] == "pass"


def test_what_the_catalog_needs_is_required_whatever_reads_it(
    applied: Project, database: str, connect: Connect
) -> None:
    connect(database).execute(
        "create table p (id int primary key); create table f (p int references p, at int not null);"
        "insert into p values (1)"
    )
    applied.migration("r2", "create index f_p on f (p); create index f_at on f (at); create unique index f_u on f (at)")
    applied.run("apply", "--confirm", "test").ok()
    connect(database).execute("cluster f using f_at; alter table f replica identity using index f_u")
    found = {name: each["claims"]["required"] for name, each in indexes(applied).items()}
    assert found["t_c"] == {"verdict": "pass", "evidence": "unique constraint"}
    assert found["f_p"] == {"verdict": "pass", "evidence": "serves foreign key f_p_fkey"}
    assert found["f_at"] == {"verdict": "pass", "evidence": "its table is clustered by it"}
    assert found["f_u"] == {"verdict": "pass", "evidence": "unique index, replica identity"}
    assert found["t_a"] == {"verdict": "fail", "evidence": "nothing in the catalog depends on it"}


def test_a_query_that_cannot_be_planned_leaves_its_own_claims_open(applied: Project) -> None:
    workload(
        applied, {"by_a": BY_A, "broken": "select nothing from t", "divides": "select 1 / (a - a) from t where b = 3"}
    )
    data = verified(applied)
    assert list(data["refused"]) == ["broken"]
    found = indexes(applied)
    assert claims(found["t_a"])["capable"] == "pass"
    assert claims(found["t_c"])["capable"] == "inconclusive"
    assert "broken could not be planned" in found["t_c"]["claims"]["capable"]["evidence"]
    assert 'broken: column "nothing" does not exist' in applied.run("verify", "indexes").ok().out


def test_without_a_workload_of_its_own_nothing_is_claimed_of_plans(applied: Project) -> None:
    found = indexes(applied)["t_a"]
    assert (claims(found)["capable"], claims(found)["chosen"]) == ("inconclusive", "inconclusive")
    assert "no workload is configured" in applied.run("verify", "indexes").ok().out


@pytest.fixture
def blind(applied: Project, database: str, connect: Connect) -> Iterator[str]:
    """A login that sees the catalog and opskit's record, and no rows."""
    connection = connect(database)
    connection.execute("create role blind login")
    connection.execute("grant usage on schema opskit to blind; grant select on all tables in schema opskit to blind")
    yield database.replace("user='postgres'", "user='blind'")
    connection.execute("drop owned by blind; drop role blind")


def test_a_login_without_rights_is_told_the_grant_and_claims_nothing(
    applied: Project, blind: str, connect: Connect
) -> None:
    workload(applied, {"by_a": BY_A})
    applied.environment("test", blind)
    workload_again = '[workload]\npath = "workload"\n'
    with (applied.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(workload_again)
    found = indexes(applied, "--pending")["t_a"]
    assert claims(found)["capable"] == "inconclusive"
    assert "permission denied for table t" in found["claims"]["capable"]["evidence"]
    assert "grant select on it to blind" in found["claims"]["capable"]["evidence"]
    assert claims(found)["actively_used"] == "inconclusive"


ENDS = "select * from t where a > 4990 and b > 0"


def test_the_scans_of_opskits_own_explaining_are_no_proof_of_use(applied: Project, database: str) -> None:
    """The planner looks up the ends of a column in its index, and the server counts that."""
    workload(applied, {"ends": "select * from t as one join t as other on one.c = other.c where one.c > '99'"})
    first = verified(applied)
    assert first["own_scans"].get("public.t_c", 0) > 0
    with psycopg.connect(database, autocommit=True) as connection:
        counts(connection, "select idx_scan > 0 from pg_stat_user_indexes where indexrelname = 't_c'")
    found = indexes(applied)["t_c"]
    assert found["scans"] >= first["own_scans"]["public.t_c"]
    assert (found["usage"], claims(found)["observed"]) == ("enforcing", "inconclusive")
    scanned(database, "set enable_seqscan = off; select * from t where c = '77'")
    assert indexes(applied)["t_c"]["usage"] == "used"


def test_counters_that_were_emptied_since_the_last_look_prove_nothing(
    applied: Project, database: str, connect: Connect
) -> None:
    applied.migration("r2", "create index t_plain on t (a)")
    applied.run("apply", "--confirm", "test").ok()
    workload(applied, {"ends": "select * from t as one join t as other on one.a = other.a where one.a > 4990"})
    window_of(applied, 0)
    assert verified(applied)["own_scans"]["public.t_plain"] > 0
    with psycopg.connect(database, autocommit=True) as connection:
        counts(connection, "select idx_scan > 0 from pg_stat_user_indexes where indexrelname = 't_plain'")
        assert indexes(applied)["t_plain"]["usage"] == "unused"
        connection.execute("drop index t_plain")
        connection.execute("create index t_plain on t (a)")
    found = indexes(applied)["t_plain"]
    assert found["usage"] == "inconclusive"
    assert "its counters were emptied meanwhile" in found["evidence"]


def test_names_from_hell_survive(database: str, on: On, connect: Connect) -> None:
    table, column, name = 'T "1"\n;--', "c'<script>", 'i $1 %s "x"'
    quoted = [sql.Identifier(each).as_string() for each in (table, column, name)]
    connect(database).execute(
        f"create table {quoted[0]} ({quoted[1]} int, d int); insert into {quoted[0]} select n, n from"
        f" generate_series(1, 9999) as n; analyze {quoted[0]}".encode()
    )
    project = on(database).migration("r1", f"create index {quoted[2]} on {quoted[0]} ({quoted[1]})")
    project.run("apply", "--confirm", "test").ok()
    query = f'-- param: p = 5\nselect * from {quoted[0]} as "a b" where {quoted[1]} = %(p)s'
    workload(project, {"odd": query})
    (found,) = verified(project)["indexes"]
    assert claims(found)["chosen"] == "pass"
    assert "1 of 1" in project.run("verify", "indexes", found["name"]).ok().out


def test_one_index_is_shown_with_all_its_evidence(applied: Project) -> None:
    workload(applied, {"by_a": BY_A})
    shown = applied.run("verify", "indexes", "t_a").ok().out
    for word in ("present", "capable", "chosen", "observed", "required", "actively used", "by_a", "3 of 3", "yes"):
        assert word in shown
    assert "t_b" not in shown
    assert "(t.a = $1)" in shown
    assert {each["name"] for each in verified(applied, "public.t_b", "t_c")["indexes"]} == {"public.t_b", "public.t_c"}
    refused = applied.run("verify", "indexes", "t_x").exits(2).err
    assert "no index 't_x' is expected here" in refused
    assert "known: t_a, t_b, t_c" in refused


def test_unused_in_a_window_long_enough_is_not_active(applied: Project) -> None:
    workload(applied, {"by_a": BY_A})
    window_of(applied, 0)
    found: dict[str, Any] = indexes(applied)["t_a"]
    assert (claims(found)["observed"], claims(found)["actively_used"]) == ("fail", "fail")
