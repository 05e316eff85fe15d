-- caught: on a nullable column
alter table t add column b integer check (b > 0);
-- caught: with a default
alter table t add column b integer default 1 constraint k check (b > 0);
-- clean: without a check
alter table t add column b integer not null default 1;
-- clean: not enforced
alter table t add column b integer check (b > 0) not enforced;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b integer check (b > 0);
-- clean: the check apart
alter table t add column b integer;
alter table t add constraint k check (b > 0) not valid;
alter table t validate constraint k;
-- caught: on a table of the catalog
-- given: create table t (a integer);
alter table t add column b integer check (b > 0);
-- clean: the column is there already
-- given: create table t (a integer, b integer);
alter table t add column if not exists b integer check (b > 0);
