-- caught: serial
alter table t add column n serial;
-- caught: bigserial that may not be NULL
alter table t add column n bigserial not null;
-- caught: on a table of the catalog
-- given: create table t (a integer);
alter table t add column n serial primary key;
-- clean: bigint
alter table t add column n bigint;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column n serial;
-- clean: a new table
create table t (n serial);
-- clean: a column that is there already
-- given: create table t (n serial);
alter table t add column if not exists n serial;
