-- caught: by name
drop index i;
-- caught: in a schema
drop index s.i;
-- clean: concurrently
drop index concurrently i;
-- clean: of a table
drop table i;
-- clean: of a table that this migration has made
create table t (a integer);
create index i on t (a);
drop index i;
-- caught: the second of two
create table t (a integer);
create index i on t (a);
drop index i, j;
-- caught: of the catalog
-- given: create table t (a integer);
-- given: create index i on t (a);
drop index i;
-- caught: of a partitioned table, which cannot be dropped concurrently
-- given: create table t (a integer) partition by range (a);
-- given: create index i on t (a);
drop index i;
-- clean: one that is not there
-- given: create table t (a integer);
drop index if exists i;
-- clean: one that a constraint needs, which fails
-- given: create table t (a integer unique);
drop index t_a_key;
-- clean: concurrently, of the catalog
-- given: create table t (a integer);
-- given: create index i on t (a);
drop index concurrently i;
