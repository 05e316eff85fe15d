-- caught, in doubt: nothing is attached
create index i on only t (a);
-- caught: one partition of two
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
-- given: create table t2 partition of t for values from (10) to (20);
create index i on only t (a);
create index concurrently i1 on t1 (a);
alter index i attach partition i1;
-- caught: another index is attached to
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
create index i on only t (a);
alter index j attach partition i1;
-- clean: every partition
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
-- given: create table t2 partition of t for values from (10) to (20);
create index i on only t (a);
create index concurrently i1 on t1 (a);
create index concurrently i2 on t2 (a);
alter index i attach partition i1;
alter index public.i attach partition i2;
-- clean: attached in a later file
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
create index i on only t (a);
-- next file
create index concurrently i1 on t1 (a);
alter index i attach partition i1;
-- clean: without a catalog one attached index is believed
create index i on only t (a);
create index concurrently i1 on t1 (a);
alter index i attach partition i1;
-- clean: no partition yet
-- given: create table t (a integer) partition by range (a);
create index i on only t (a);
-- clean: a plain table with heirs
-- given: create table t (a integer);
-- given: create table t1 () inherits (t);
create index i on only t (a);
-- clean: with all partitions
create index i on t (a);
