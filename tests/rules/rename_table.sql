-- caught: a table
alter table t rename to u;
-- caught: a view of the catalog
-- given: create view v as select 1 as a;
alter view v rename to w;
-- clean: a table of the same migration
create table t (a integer);
alter table t rename to u;
-- clean: an index
alter index i rename to j;
-- clean: an index by ALTER TABLE
-- given: create table t (a integer);
-- given: create index i on t (a);
alter table i rename to j;
-- clean: a column
alter table t rename column a to b;
