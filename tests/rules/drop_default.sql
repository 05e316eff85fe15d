-- caught: a column
alter table t alter column a drop default;
-- caught: a column of the catalog
-- given: create table t (a integer default 1);
alter table t alter column a drop default;
-- caught: the default that filled the rows of a new column
alter table t add column a integer not null default 0;
alter table t alter column a drop default;
-- clean: a column without a default
-- given: create table t (a integer);
alter table t alter column a drop default;
-- clean: another default
alter table t alter column a set default 1;
-- clean: on a table of the same migration
create table t (a integer default 1);
alter table t alter column a drop default;
