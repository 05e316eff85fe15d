-- caught: a table
drop table t;
-- caught: one of two
create table a (n integer);
drop table a, b;
-- caught: a table of the catalog
-- given: create table t (a integer);
drop table if exists t;
-- clean: a table that is not there
-- given: create table other (a integer);
drop table if exists t;
-- clean: a table of the same migration
create table t (a integer);
drop table t;
-- clean: a view
drop view v;
