-- caught: unique
alter table t add column b integer unique;
-- caught: a primary key
alter table t add column b integer generated always as identity primary key;
-- clean: neither
alter table t add column b integer;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b integer unique;
-- clean: the index apart
alter table t add column b integer;
create unique index concurrently i on t (b);
alter table t add constraint i unique using index i;
-- caught: on a table of the catalog
-- given: create table t (a integer);
alter table t add column b integer unique;
-- clean: the column is there already
-- given: create table t (a integer, b integer);
alter table t add column if not exists b integer unique;
