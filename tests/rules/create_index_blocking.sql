-- caught: a plain build
create index i on t (a);
-- caught: of a unique index
create unique index i on t (a);
-- caught: inside a transaction
begin;
create index i on t (a);
commit;
-- caught: in a do block
do $$ begin create index i on t (a); end $$;
-- caught: on a table of an earlier file
create table other (a integer);
create index i on t (a);
-- clean: concurrently
create index concurrently i on t (a);
-- clean: on a table of the same migration
create table t (a integer);
create index i on t (a);
-- clean: on only a table that is probably partitioned
create index i on only t (a);
-- clean: on a table that this migration makes partitioned
create table t (a integer) partition by range (a);
create index i on only t (a);
-- caught: on a table of the catalog
-- given: create table t (a integer);
create unique index i on t (a);
-- caught: on only a plain table
-- given: create table t (a integer);
create index i on only t (a);
-- caught: on a materialized view
-- given: create materialized view v as select 1 as a;
create index i on v (a);
-- caught: on a partition
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
create index i on t1 (a);
-- clean: of a name that is there already
-- given: create table t (a integer);
-- given: create index i on t (a);
create index if not exists i on t (a);
-- clean: concurrently on a table of the catalog
-- given: create table t (a integer);
create index concurrently i on t (a);
-- caught, in doubt: if it is not there already
create index if not exists i on t (a);
