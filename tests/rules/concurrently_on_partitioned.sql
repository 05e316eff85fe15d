-- caught: of the catalog
-- given: create table t (a integer) partition by range (a);
create index concurrently i on t (a);
-- caught: on only the parent
-- given: create table t (a integer) partition by range (a);
create index concurrently i on only t (a);
-- caught: made by this migration
create table t (a integer) partition by range (a);
create index concurrently i on t (a);
-- caught: a drop
-- given: create table t (a integer) partition by range (a);
-- given: create index i on t (a);
drop index concurrently i;
-- clean: on a partition
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
create index concurrently i on t1 (a);
-- clean: on a plain table
-- given: create table t (a integer);
-- given: create index j on t (a);
create index concurrently i on t (a);
drop index concurrently j;
-- clean: nothing is known of the table
create index concurrently i on t (a);
drop index concurrently j;
-- clean: without concurrently
-- given: create table t (a integer) partition by range (a);
create index i on only t (a);
