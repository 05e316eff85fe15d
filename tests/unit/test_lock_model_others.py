"""What statements other than ALTER TABLE do, foreseen without a database, and what they leave for those after them.
With a catalog tests/laws/test_locks.py compares every case with real servers."""

from __future__ import annotations

import pytest

from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate.flow import foresee
from opskit.migrate.parser import parse
from opskit.migrate.world import Column, Constraint, Index, Relation, World


def _effects(sql: str, world: World | None = None) -> list[Effect]:
    return foresee(parse(sql), world or World())


def _last(sql: str, world: World | None = None) -> Effect:
    return _effects(sql, world)[-1]


def _locks(effect: Effect) -> dict[str, Lock]:
    return {each.name: each.lock for each in effect.locks}


def _shop() -> World:
    """Customers with orders, and a partitioned table with a default partition that refers to customers."""
    key = Constraint("fk", "f", ("customer_id",), references="public.customers", referenced_columns=("id",))
    part = {"parents": ("public.events",), "is_partition": True, "whole": True}
    index = {"public.events_day_idx": Index("public.events_day_idx", ("day",), partitioned=True)}
    columns = {"id": Column("id", "integer"), "day": Column("day", "date")}
    return World(
        [
            Relation("public.customers", columns=columns, referenced_by=("public.orders", "public.events"), whole=True),
            Relation("public.orders", constraints={"fk": key}, views={"id": ("public.notes",)}, whole=True),
            Relation("public.notes", "v", whole=True),
            Relation(
                "public.events", "p", columns, {"fk": key}, index, children=("public.events_1", "public.events_rest"),
                default_partition="public.events_rest", whole=True,
            ),
            Relation("public.events_1", **part),
            Relation("public.events_rest", **part),
        ],
        version=180000,
        complete=True,
    )  # fmt: skip


def test_what_the_migration_made_is_locked_for_nobody() -> None:
    made = "create table t (id integer); create index on t (id); comment on table t is 'x'; drop table t"
    assert [each.locks for each in _effects(made)] == [(), (), (), ()]


def test_a_made_table_keeps_being_new_under_another_name_and_with_its_schema() -> None:
    assert _last("create table t (id integer); alter table t rename to u; create index on u (id)").locks == ()
    assert _last("create table t (id integer); create index on public.t (id)").locks == ()


def test_a_table_that_is_referred_to_is_locked_by_the_one_that_is_made() -> None:
    foreseen = _last("create table t (id integer references customers, up integer references t)")
    assert _locks(foreseen) == {"customers": Lock.SHARE_ROW_EXCLUSIVE}


def test_a_partition_locks_its_parent_and_scans_the_default_one() -> None:
    foreseen = _last("create table e partition of events for values from ('2029-01-01') to ('2030-01-01')", _shop())
    assert foreseen.lock_on("public.events") is Lock.ACCESS_EXCLUSIVE
    assert foreseen.lock_on("public.customers") is Lock.SHARE_ROW_EXCLUSIVE
    assert foreseen.scans == ("public.events_rest",)
    assert "public.events" in foreseen.stopped or "public.events_rest" in foreseen.stopped


def test_without_a_database_a_partition_is_in_doubt_and_a_table_is_not() -> None:
    assert not _last("create table e partition of m for values in (1)").certain
    assert _last("create table t (id integer)").certain


def test_an_index_of_a_partitioned_table_is_built_on_every_partition() -> None:
    foreseen = _last("create index on events (id)", _shop())
    assert foreseen.scans == ("public.events_1", "public.events_rest")
    assert set(_locks(foreseen).values()) == {Lock.SHARE}
    assert _last("create index on only events (id)", _shop()).scans == ()


@pytest.mark.parametrize(
    ("sql", "sqlstate"),
    [
        ("create index concurrently on events (id)", "0A000"),
        ("begin; create index concurrently on customers (id)", "25001"),
        ("create index on customers (no_such)", "42703"),
        ("create index on no_such (id)", "42P01"),
        ("create table customers (id integer)", "42P07"),
        ("drop table customers", "2BP01"),
        ("drop table orders", "2BP01"),
        ("truncate customers", "0A000"),
        ("comment on table no_such is 'x'", "42P01"),
        ("drop table orders cascade; select * from orders", "42P01"),
    ],
)
def test_what_the_server_would_refuse_is_foreseen(sql: str, sqlstate: str) -> None:
    assert _last(sql, _shop()).fails.startswith(sqlstate)


def test_a_dropped_table_locks_the_one_it_refers_to_and_its_views() -> None:
    foreseen = _last("drop table orders cascade", _shop())
    assert set(_locks(foreseen)) == {"public.orders", "public.notes", "public.customers"}
    assert set(_locks(foreseen).values()) == {Lock.ACCESS_EXCLUSIVE}


def test_a_dropped_partition_locks_its_parent() -> None:
    assert _last("drop table events_1", _shop()).lock_on("public.events") is Lock.ACCESS_EXCLUSIVE


def test_a_dropped_index_is_forgotten() -> None:
    made = "create index i on t (a); drop index i; create index i on t (a)"
    assert _last(made).fails == ""
    assert _effects(made)[1].lock_on("t") is Lock.ACCESS_EXCLUSIVE


def test_renaming_an_index_is_weaker_than_renaming_a_table() -> None:
    world = _shop()
    assert _last("alter index events_day_idx rename to i", world).lock is Lock.SHARE_UPDATE_EXCLUSIVE
    assert _last("alter table orders rename to o", world).lock is Lock.ACCESS_EXCLUSIVE
    assert world.get("public.o") is not None


@pytest.mark.parametrize(
    ("sql", "locks"),
    [
        ("with c as (select * from a) insert into t select * from c", {"t": "ROW EXCLUSIVE", "a": "ACCESS SHARE"}),
        ("update t set n = u.n from u where u.id = t.id", {"t": "ROW EXCLUSIVE", "u": "ACCESS SHARE"}),
        ("select * from t where id in (select id from u) for update", {"t": "ROW SHARE", "u": "ACCESS SHARE"}),
        ("select * from t join u using (id) for share of u", {"t": "ACCESS SHARE", "u": "ROW SHARE"}),
        ("select nextval('s.q')", {"s.q": "ROW EXCLUSIVE"}),
        ("select * from pg_class, pg_catalog.pg_index", {}),
        ("merge into t using u on u.id = t.id when matched then delete", {"t": "ROW EXCLUSIVE", "u": "ACCESS SHARE"}),
    ],
)
def test_a_query_locks_what_it_names(sql: str, locks: dict[str, str]) -> None:
    assert {name: lock.words for name, lock in _locks(_last(sql)).items()} == locks


def test_only_a_condition_that_an_index_serves_saves_the_whole_table_from_being_read() -> None:
    table = Relation("public.t", indexes={"public.i": Index("public.i", ("a",))}, whole=True)
    world = World([table], version=180000, complete=True)
    assert _last("update t set b = 1 where a = 2", world).scans == ()
    assert _last("update t set b = 1 where b = 2", world).scans == ("public.t",)
    assert _last("update t set b = 1", world).scans == ("public.t",)


def test_a_truncated_table_takes_no_time() -> None:
    foreseen = _last("truncate t")
    assert foreseen.lock is Lock.ACCESS_EXCLUSIVE
    assert foreseen.stopped == ()


def test_a_new_value_of_an_enum_waits_for_the_commit() -> None:
    table = Relation("public.t", columns={"mood": Column("mood", "mood")}, whole=True)
    add, use = "alter type mood add value 'x'", "update t set mood = 'x'"
    world = World([table], version=180000, complete=True)
    assert _last(f"begin; {add}; {use}", world).fails.startswith("55P04")
    assert _last(f"begin; {add}; commit; {use}", World([table], version=180000, complete=True)).fails == ""


@pytest.mark.parametrize(
    "sql",
    ["create role r", "set lock_timeout = '2s'", "notify n", "create type c as enum ('a')", "vacuum", "checkpoint",
     "create extension e", "listen n", "discard all", "reset all", "alter system set a = 1", "drop role r"],
)  # fmt: skip
def test_every_kind_is_known(sql: str) -> None:
    assert "opskit does not know this kind of statement" not in _last(sql).doubts
