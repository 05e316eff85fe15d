-- caught: a column
alter table t alter column a drop not null;
-- caught: a column of the catalog
-- given: create table t (a integer not null);
alter table t alter column a drop not null;
-- clean: a column that may be NULL already
-- given: create table t (a integer);
alter table t alter column a drop not null;
-- clean: a column added before
alter table t add column a integer not null default 0;
alter table t alter column a drop not null;
-- clean: on a table of the same migration
create table t (a integer not null);
alter table t alter column a drop not null;
