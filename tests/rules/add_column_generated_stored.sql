-- caught: stored
alter table t add column b integer generated always as (a * 2) stored;
-- caught: stored, on a table of the catalog
-- given: create table t (a integer);
alter table t add column b integer generated always as (a * 2) stored;
-- clean: virtual
-- pg: >= 18
-- given: create table t (a integer);
alter table t add column b integer generated always as (a * 2) virtual;
-- clean: virtual, without a catalog
alter table t add column b integer generated always as (a * 2) virtual;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b integer generated always as (a * 2) stored;
-- clean: a default
alter table t add column b integer default 2;
