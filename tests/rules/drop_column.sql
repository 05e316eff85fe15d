-- caught: a column
alter table t drop column a;
-- caught: a column of the catalog
-- given: create table t (a integer, b integer);
alter table t drop column if exists a;
-- clean: a column that is not there
-- given: create table t (b integer);
alter table t drop column if exists a;
-- clean: on a table of the same migration
create table t (a integer, b integer);
alter table t drop column a;
-- clean: another command
alter table t add column a integer;
