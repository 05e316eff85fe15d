-- caught: without a name
create index on t (a);
-- caught: concurrently
create index concurrently on t (a);
-- caught: on a table of the catalog
-- given: create table t (a integer);
create index concurrently on t (a);
-- clean: with a name
create index concurrently i on t (a);
-- clean: with a name, on a table of the catalog
-- given: create table t (a integer);
create index concurrently i on t (a);
-- clean: on a table of the same migration
create table t (a integer);
create index on t (a);
