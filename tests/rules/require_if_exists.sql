-- caught: a drop
drop table t;
-- caught: a new column
alter table t add column a integer;
-- clean: a drop that may be late
drop table if exists t;
-- clean: a column that may be there
alter table t add column if not exists a integer;
-- clean: a table that may be there
create table if not exists t (a integer);
