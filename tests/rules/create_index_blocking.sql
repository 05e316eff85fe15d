-- caught: a plain build
create index i on t (a);
-- clean: concurrently
create index concurrently i on t (a);
-- clean: on a table of the same migration
create table t (a integer);
create index i on t (a);
-- caught: on a table of the catalog
-- given: create table t (a integer);
create unique index i on t (a);
