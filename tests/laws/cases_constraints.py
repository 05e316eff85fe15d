"""Statements about constraints and columns, with the states in which they may be found."""

from __future__ import annotations

from laws.case import Case

# Rows that comply with everything, in plain tables, in a family, in partitions of two levels; quoted names.
ROWS = """
create table goods (id integer not null, code text, price numeric, parent_id integer, other_id integer);
insert into goods select n, 'code ' || n, n, 1 + n % 100, n from generate_series(1, 300) as n;
create table heir (extra text) inherits (goods);
insert into heir select n, 'code ' || n, n, 1 + n % 100, n from generate_series(301, 320) as n;
create table "Odd ""table" ("the %" integer, "Ref" integer);
insert into "Odd ""table" values (1, 1), (2, 2);
create table sold (id integer, day integer, parent_id integer, note text) partition by range (day);
create table sold_1 partition of sold for values from (0) to (10);
create table sold_2 partition of sold for values from (10) to (20) partition by range (day);
create table "Sold 2a" partition of sold_2 for values from (10) to (20);
insert into sold select n, n % 20, 1 + n % 100, 'note ' || n from generate_series(1, 200) as n;
"""
LONG = "a_column_with_a_name_that_is_almost_as_long_as_a_name_may_be"

FOREIGN_KEYS = (
    Case(
        "foreign key",
        "alter table goods add constraint goods_parent foreign key (parent_id) references parent on delete cascade",
        "alter table goods add constraint goods_parent foreign key (parent_id) references parent (id)"
        " on delete cascade not valid",
    ),
    Case("unnamed foreign key", "alter table goods add foreign key (parent_id) references parent"),
    Case(
        "unnamed foreign keys of which one is there under another meaning",
        "alter table goods add foreign key (parent_id) references parent deferrable initially deferred,"
        " add foreign key (parent_id) references parent on update cascade",
        "alter table goods add constraint goods_parent_id_fkey check (parent_id > 0)",
    ),
    Case(
        "foreign key between quoted names",
        'alter table "Odd ""table" add constraint "The key" foreign key ("Ref") references parent (id) match full',
    ),
    Case("foreign key that is not valid", "alter table goods add foreign key (parent_id) references parent not valid"),
    Case(
        "foreign key of a partitioned table",
        "alter table sold add constraint sold_parent foreign key (parent_id) references parent",
        "alter table sold_1 add constraint sold_parent foreign key (parent_id) references parent not valid;"
        ' alter table "Sold 2a" add constraint of_old foreign key (parent_id) references parent',
        pg=">= 14, < 18",
    ),
    Case(
        "foreign key of a partitioned table, validated by itself",
        "alter table sold add constraint sold_parent foreign key (parent_id) references parent",
        "alter table sold add constraint sold_parent foreign key (parent_id) references parent not valid",
        pg=">= 18",
    ),
    Case(
        "foreign key of a table that the migration makes",
        "create table fresh (id integer primary key, parent_id integer); insert into fresh values (1, 1);"
        " alter table fresh add foreign key (parent_id) references parent",
        down="drop table fresh",
    ),
    Case(
        "foreign key after its column",
        "alter table child add column home integer; update child set home = 1;"
        " alter table child add foreign key (home) references parent",
        down="alter table child drop column home",
    ),
)

CHECKS = (
    Case(
        "check",
        "alter table goods add constraint dear check (price between 0 and 1000 and code in ('x', code))",
        "alter table goods add constraint dear check (price >= 0 and price <= 1000 and code in ('x', code)) not valid",
    ),
    Case("unnamed check", "alter table goods add check (price > 0 or price is null)"),
    Case(
        "unnamed checks with one name",
        "alter table goods add check (price > 0), add check (price < 1e9), add check (price > 0 and id > 0)",
        "alter table goods add constraint goods_price_check check (id > -1)",
    ),
    Case("check that is not inherited", "alter table goods add check (price > 0) no inherit"),
    Case("check of the parent only", "alter table only child add check (id > 0)"),
    Case("check of a partitioned table", "alter table sold add constraint some_day check (day >= 0)"),
    Case(
        "check that the migration itself adds twofold",
        "alter table goods add constraint goods_id check (id > 0) not valid;"
        " alter table goods validate constraint goods_id",
        down="alter table goods drop constraint goods_id",
    ),
    Case(
        "check with a long name",
        f"alter table parent add column {LONG} integer; alter table parent add check ({LONG} > 0)",
    ),
)

NOT_NULLS = (
    Case(
        "not null",
        "alter table goods alter column code set not null",
        "alter table goods add constraint goods_code_opskit_not_null check (code is not null) not valid",
        pg=">= 14, < 18",
    ),
    Case(
        "not null, not valid",
        "alter table goods alter column code set not null",
        "alter table goods add constraint filled not null code not valid",
        pg=">= 18",
    ),
    Case("not null, there already", "alter table goods alter column id set not null, add column more integer"),
    Case(
        "not null that a check proves",
        "alter table goods alter column code set not null",
        "alter table goods add constraint filled check (price is not null and code is not null)",
    ),
    Case(
        "not null that the migration proves itself",
        "alter table goods add constraint filled check (code is not null) not valid;"
        " alter table goods validate constraint filled;"
        " alter table goods alter column code set not null; alter table goods drop constraint filled",
        down="alter table goods alter column code drop not null",
    ),
    Case("not null of a partitioned table", "alter table sold alter column note set not null"),
    Case("not null of a quoted name", 'alter table "Odd ""table" alter column "the %" set not null'),
    Case(
        "not null after a fill",
        "alter table goods add column fresh integer; update goods set fresh = id;"
        " alter table goods alter column fresh set not null",
        down="alter table goods drop column fresh",
    ),
)

PRIMARY_KEYS = (
    Case(
        "primary key",
        "alter table child drop constraint child_pkey; alter table child add primary key (id)",
    ),
    Case(
        "primary key of nullable columns",
        "alter table heir add constraint heir_key primary key (other_id, code) include (price)",
        "create unique index heir_key on heir (other_id, code) include (price)",
    ),
    Case(
        "deferrable primary key of a quoted name",
        'alter table "Odd ""table" add constraint "Its key" primary key ("the %") deferrable initially deferred',
    ),
    Case(
        "primary key of a table that the migration makes",
        "create table fresh (id integer not null, n integer); alter table fresh add primary key (id, n)",
        down="drop table fresh",
    ),
    Case(
        "primary key over a column that the migration fills",
        "alter table parent drop constraint parent_pkey cascade; alter table parent add column nr integer;"
        " update parent set nr = id; alter table parent alter column nr set not null;"
        " alter table parent add primary key (nr)",
        down="alter table parent drop constraint parent_pkey; alter table parent drop column nr;"
        " alter table parent add primary key (id);"
        " alter table child add foreign key (parent_id) references parent",
    ),
)

COLUMNS = (
    Case(
        "column with a volatile default",
        "alter table goods add column token uuid not null default gen_random_uuid()",
        "alter table goods add column token uuid; alter table goods alter column token set default gen_random_uuid()",
    ),
    Case("column with a stable default", "alter table goods add column seen timestamptz not null default now()"),
    Case("column with a constant", "alter table goods add column level integer not null default 3 check (level > 0)"),
    Case(
        "column with a volatile default of a partitioned table",
        "alter table sold add column dice double precision default random()",
    ),
    Case("serial column", "alter table parent add column number serial"),
    Case(
        "serial column beside a sequence of its name",
        "alter table parent add column number bigserial unique",
        "create sequence parent_number_seq",
    ),
    Case("serial primary key", 'alter table "Odd ""table" add column "Nr" smallserial primary key'),
    Case("serial column of a family", "alter table goods add column number serial"),
    Case("identity column", "alter table parent add column number integer generated always as identity"),
    Case(
        "identity column with options",
        'alter table "Odd ""table" add column "No" bigint generated by default as identity'
        " (start with 100 increment by 5 no maxvalue sequence name numbers)",
    ),
    Case("identity primary key", "alter table heir add column nr bigint generated always as identity primary key"),
    Case(
        "column with constraints beside it",
        "alter table goods add column home integer references parent on delete set null deferrable initially deferred"
        " check (home > 0) unique",
    ),
    Case(
        "column with everything",
        "alter table goods add column if not exists home integer not null default (1 + floor(random() * 90))::integer"
        " constraint goods_home references parent (id) constraint positive check (home > 0)",
    ),
    Case(
        "column that is there already",
        "alter table goods add column if not exists price numeric default random() check (price > 0);"
        " create index goods_price on goods (price)",
    ),
    Case(
        "two columns in one statement",
        "alter table parent add column a integer check (a > 0), add column b double precision default random()",
    ),
    Case(
        "volatile default of a function that the migration makes",
        "create function dice() returns integer language plpgsql as $$ begin return 6; end $$;"
        " alter table parent add column number integer default dice()",
    ),
    Case(
        "column of a table that the migration makes",
        "create table fresh (id integer); alter table fresh add column nr serial primary key references parent (id)",
        down="drop table fresh",
    ),
)

CONSTRAINT_CASES = tuple(
    Case(each.name, each.up, each.half, each.down, ROWS, each.pg)
    for each in (*FOREIGN_KEYS, *CHECKS, *NOT_NULLS, *PRIMARY_KEYS, *COLUMNS)
)
