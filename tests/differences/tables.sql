-- case
create table t1 (a int);
-- becomes
alter table t1 set unlogged;
-- told: table public.t1: persistence none -> unlogged

-- case
create table t2 (a int);
-- becomes
alter table t2 enable row level security, force row level security;
-- told: table public.t2: row security no -> yes, forced no -> yes

-- case
create table t3 (a int) with (fillfactor = 70);
-- becomes
alter table t3 set (fillfactor = 80, autovacuum_enabled = off);
-- told: table public.t3: with {fillfactor=70} -> {autovacuum_enabled=off,fillfactor=80}

-- case
create table t4 (a text);
-- becomes
alter table t4 set (toast.autovacuum_enabled = off);
-- told: table public.t4: toast none -> {autovacuum_enabled=off}

-- case
create table t5 (a int);
-- becomes
alter table t5 replica identity full;
-- told: table public.t5: replica identity none -> full

-- case
create table t6 (a int) partition by range (a);
-- becomes
drop table t6;
create table t6 (a int) partition by hash (a);
-- told: table public.t6: partition by RANGE (a) -> HASH (a)

-- case
create table t6x (a int) partition by range ((a + 1));
-- becomes
drop table t6x;
create table t6x (a int) partition by range ((a + 2));
-- told: table public.t6x: partition by RANGE (((a + 1))) -> RANGE (((a + 2)))

-- case
create table t7 (a int) partition by range (a);
create table t7a partition of t7 for values from (0) to (10);
-- becomes
alter table t7 detach partition t7a;
alter table t7 attach partition t7a for values from (0) to (20);
-- told: table public.t7a: bound FOR VALUES FROM (0) TO (10) -> FOR VALUES FROM (0) TO (20)

-- case
create table t8 (a int);
create table t8a (a int);
-- becomes
alter table t8a inherit t8;
-- told: table public.t8a: parent none -> inherits public.t8

-- case
create type t9_of as (a int);
create table t9 (a int);
-- becomes
alter table t9 of t9_of;
-- told: table public.t9: of none -> public.t9_of

-- case
create table t10 (a int, b int);
-- becomes
alter table t10 drop column a;
alter table t10 add column a int;
-- told: table public.t10: columns (a, b) -> (b, a)

-- case
create table t11 (a int);
-- becomes
alter table t11 add column b int;
-- told: column public.t11.b: only there
-- told: table public.t11: columns (a) -> (a, b)

-- case
create table t12 (a int);
-- becomes
drop table t12;
-- told: column public.t12.a: only here
-- told: table public.t12: only here

-- case
create table t13 (a int);
-- becomes
comment on table t13 is 'it''s';
-- told: table public.t13: comment none -> it's
