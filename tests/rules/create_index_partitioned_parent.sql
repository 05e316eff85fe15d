-- caught: with partitions
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
create index i on t (a);
-- caught: with partitions below partitions
-- given: create table t (a integer, b integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10) partition by range (b);
-- given: create table t11 partition of t1 for values from (1) to (10);
create index i on t (b);
-- clean: on only the parent
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
create index i on only t (a);
-- clean: every partition has the index already
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
-- given: create index on t1 (a);
create index i on t (a);
-- clean: no partition yet
-- given: create table t (a integer) partition by range (a);
create index i on t (a);
-- clean: a plain table
-- given: create table t (a integer);
create index i on t (a);
-- clean: all made by this migration
create table t (a integer) partition by range (a);
create table t1 partition of t for values from (1) to (10);
create index i on t (a);
-- clean: nothing is known of the table
create index i on t (a);
