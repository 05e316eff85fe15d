"""Migrations of every kind of step, each on its own small schema, with the states in which they may be found."""

from __future__ import annotations

from laws.case import Case
from laws.cases_constraints import CONSTRAINT_CASES
from laws.cases_partitions import PARTITION_CASES

BASE = """
create table parent (id integer primary key, name text not null, state text, price numeric);
insert into parent
select n, 'name ' || n, case when n > 50 then 'open' else 'shut' end, n from generate_series(1, 100) as n;
create table child (id integer primary key, parent_id integer references parent, note text);
create index child_note on child (note);
alter table child add constraint child_note_key unique (note, id);
create table split_table (id integer, day date) partition by range (day);
create table split_one partition of split_table for values from ('2026-01-01') to ('2026-02-01');
"""

# An INVALID index as a failed concurrent build leaves it: the duplicates go, the debris stays.
FAILED_BUILD = """
insert into parent values (1000, 'twice', 'open', 1), (1001, 'twice', 'open', 1);
create unique index concurrently parent_name on parent (name);
delete from parent where id >= 1000
"""

CASES = (
    Case("plain index", "create index parent_name on parent (name)", "create index parent_name on parent (name)"),
    Case("partial index", "create index parent_open on parent (price) where state = 'open'"),
    Case("expression index", "create index parent_lower on parent (lower(name) desc nulls last, id)"),
    Case(
        "covering index",
        "create unique index parent_cover on parent (id) include (name) where state in ('open', 'shut')",
    ),
    Case("brin index", "create index parent_brin on parent using brin (id) with (pages_per_range = 8)"),
    Case("unique index after a failed build", "create unique index parent_name on parent (name)", FAILED_BUILD),
    Case("unnamed index", "create index on parent (price, name)"),
    Case(
        "index if not exists",
        "create unique index concurrently if not exists parent_name on parent (name)",
        FAILED_BUILD,
    ),
    Case("index on a partitioned table", "create index split_day on split_table (day)"),
    Case("quoted names", 'create table "Select" ("from" integer); create index "Odd ""name""" on "Select" ("from")'),
    Case(
        "unique constraint",
        "alter table parent add constraint parent_name_key unique (name)",
        "create unique index parent_name_key on parent (name)",
    ),
    Case("unnamed unique constraint", "alter table parent add unique (name, state)"),
    Case(
        "deferrable unique constraint",
        "alter table parent add constraint parent_d unique (name) deferrable initially deferred",
    ),
    Case(
        "unique constraint after a failed build",
        "alter table parent add constraint parent_name unique (name)",
        FAILED_BUILD,
    ),
    Case("drop index", "drop index child_note"),
    Case("drop index that may be gone", "drop index if exists child_note, no_such_index", "drop index child_note"),
    Case("drop constraint", "alter table child drop constraint child_note_key"),
    Case("another index under the same name", "drop index child_note; create index child_note on child (note, id)"),
    Case("the same index again", "drop index if exists child_note; create index child_note on child (note)"),
    Case("make and drop in one go", "create index parent_tmp on parent (state); drop index parent_tmp"),
    Case(
        "make and drop what may be there",
        "create index if not exists parent_tmp on parent (state); drop index if exists parent_tmp;"
        " drop index if exists parent_tmp; alter table parent add constraint tmp check (id > 0);"
        " alter table parent drop constraint if exists tmp, drop constraint if exists tmp",
    ),
    Case("add column", "alter table parent add column extra integer, add column more text default 'x'"),
    Case("create table", "create table fresh (id integer primary key, parent_id integer references parent)"),
    Case(
        "view and function",
        "create view parent_view as select id from parent;"
        " create function twice(n integer) returns integer language sql as 'select n * 2'",
    ),
    Case(
        "data with a way back",
        "update parent set state = 'gone' where state is null; create index parent_s on parent (state)",
        "",
        "drop index parent_s; update parent set state = null where state = 'gone'",
    ),
    Case(
        "unique index after its duplicates",
        "delete from parent where id >= 1000; create unique index parent_name on parent (name)",
        given="insert into parent values (1000, 'twice', 'open', 1), (1001, 'twice', 'open', 1)",
        down="drop index parent_name; insert into parent values (1000, 'twice', 'open', 1), (1001, 'twice', 'open', 1)",
    ),
    Case(
        "unique constraint after its duplicates",
        "update parent set state = name; alter table parent add unique (state)",
        down="alter table parent drop constraint parent_state_key; update parent set state = 'open'",
    ),
    Case(
        "primary key after its duplicates",
        "delete from twofold where note = 'b'; alter table twofold add primary key (id)",
        given="create table twofold (id integer, note text); insert into twofold values (1, 'a'), (1, 'b'), (2, 'a')",
        down="alter table twofold drop constraint twofold_pkey; alter table twofold alter column id drop not null;"
        " insert into twofold values (1, 'b')",
    ),
    Case(
        "unique index on partitions after its duplicates",
        "delete from split_table where id = 2; create unique index split_day on split_table (day)",
        given="insert into split_table values (1, '2026-01-01'), (2, '2026-01-01')",
        down="drop index split_day; insert into split_table values (2, '2026-01-01')",
    ),
    Case(
        "types and sequences", "create type mood as enum ('good', 'bad'); create sequence counter; create schema aside"
    ),
    Case(
        "trigger",
        "create function keep() returns trigger language plpgsql as $$ begin return new; end $$;"
        " create trigger keep before insert on parent for each row execute function keep()",
    ),
    *PARTITION_CASES,
    *CONSTRAINT_CASES,
)
