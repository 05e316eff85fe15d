-- caught: a column
alter table t rename column a to b;
-- caught: a column of a view
-- given: create view v as select 1 as a;
alter view v rename column a to b;
-- clean: on a table of the same migration
create table t (a integer);
alter table t rename column a to b;
-- clean: a constraint
alter table t rename constraint a to b;
-- clean: the table
alter table t rename to u;
