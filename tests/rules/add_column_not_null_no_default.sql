-- caught, in doubt: not null
alter table t add column a integer not null;
-- caught, in doubt: a primary key
alter table t add column a integer primary key;
-- caught, in doubt: NULL as the default
alter table t add column a integer not null default null;
-- caught: a table with rows
-- given: create table t (a integer);
-- given: insert into t values (1);
-- given: analyze t;
alter table t add column b integer not null;
-- caught, in doubt: a table whose rows were never counted
-- given: create table t (a integer);
alter table t add column b integer not null;
-- caught: a partition with rows
-- given: create table t (a integer) partition by list (a);
-- given: create table t1 partition of t for values in (1);
-- given: create table t2 partition of t for values in (2);
-- given: insert into t values (1);
-- given: analyze t1;
alter table t add column b integer not null;
-- clean: a table without rows
-- given: create table t (a integer);
-- given: analyze t;
alter table t add column b integer not null;
-- clean: with a default
alter table t add column a integer not null default 0;
-- clean: with numbers of their own
alter table t add column a serial not null, add column b bigint not null generated always as identity;
-- clean: nullable
alter table t add column a integer;
-- clean: computed
alter table t add column b integer not null generated always as (a * 2) stored;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b integer not null;
-- clean: a column that is there already
-- given: create table t (a integer);
-- given: insert into t values (1);
alter table t add column if not exists a integer not null;
