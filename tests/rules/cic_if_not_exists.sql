-- caught: without a catalog
create index concurrently if not exists i on t (a);
-- caught, in doubt: without concurrently
create index if not exists i on t (a);
-- caught: one is left over
-- given: create table t (a integer);
-- given: create index i on t (a);
-- given: update pg_index set indisvalid = false where indexrelid = 'i'::regclass;
create index if not exists i on t (a);
-- caught: none is left over yet
-- given: create table t (a integer);
create index concurrently if not exists i on t (a);
-- clean: a valid one is there
-- given: create table t (a integer);
-- given: create index i on t (a);
create index concurrently if not exists i on t (a);
-- clean: a build that leaves nothing when it fails
-- given: create table t (a integer);
create index if not exists i on t (a);
-- clean: without if not exists
create index concurrently i on t (a);
-- clean: on a table of the same migration
create table t (a integer);
create index if not exists i on t (a);
