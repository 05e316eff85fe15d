-- caught: a table
truncate t;
-- caught: tables of the catalog
-- given: create table t (a integer);
-- given: create table u (a integer);
truncate t, u;
-- clean: a table of the same migration
create table t (a integer);
truncate t;
-- clean: rows deleted
delete from t where a = 1;
