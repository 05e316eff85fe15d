-- caught: a table
alter table t set schema archive;
-- caught: a view of the catalog
-- given: create schema archive;
-- given: create view v as select 1 as a;
alter view v set schema archive;
-- clean: a table of the same migration
create table t (a integer);
alter table t set schema archive;
-- clean: a function
alter function f() set schema archive;
