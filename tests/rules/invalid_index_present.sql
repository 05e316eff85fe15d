-- caught: another index
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
-- given: update pg_index set indisvalid = false where indexrelid = 'i'::regclass;
create index concurrently j on t (b);
-- caught: a leftover of reindex
-- given: create table t (a integer, b integer);
-- given: create index i_ccnew on t (a);
-- given: update pg_index set indisvalid = false where indexrelid = 'i_ccnew'::regclass;
alter table t add constraint k unique (b);
-- clean: all are valid
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
create index concurrently j on t (b);
-- clean: the constraint takes an index over
-- given: create table t (a integer, b integer not null);
-- given: create index i on t (a);
-- given: create unique index j on t (b);
-- given: update pg_index set indisvalid = false where indexrelid = 'i'::regclass;
alter table t add constraint j unique using index j;
-- clean: a partitioned one whose partitions are to come
-- given: create table t (a integer, b integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
-- given: create index i on only t (a);
create index j on t (b);
-- clean: nothing is known of the table
create index concurrently j on t (b);
