-- caught: a column
alter table t alter column a set default 1;
-- caught: a column of the catalog
-- given: create table t (a integer);
alter table t alter column a set default 1;
-- caught: a column that may have been there before
alter table t add column if not exists a integer;
alter table t alter column a set default 1;
-- clean: a column added before
alter table t add column a integer;
alter table t alter column a set default 1;
update t set a = 1 where a is null and id between 1 and 1000;
-- clean: a default dropped
alter table t alter column a drop default;
-- clean: on a table of the same migration
create table t (a integer);
alter table t alter column a set default 1;
