-- caught: a comment on a table
comment on table t is 'x';
-- caught: a comment on a column of the catalog
-- given: create table t (a integer);
comment on column t.a is 'x';
-- caught: a statistics target
alter table t alter column a set statistics 500;
-- caught: a storage parameter
alter table t set (fillfactor = 80);
-- caught: extended statistics
create statistics s on a, b from t;
-- clean: a comment on a function
comment on function f() is 'x';
-- clean: a comment on a view
-- given: create view v as select 1 as a;
comment on view v is 'x';
-- clean: a table of the same migration
create table t (a integer);
comment on table t is 'x';
-- clean: a stronger lock
alter table t alter column a set default 1;
