-- caught: storage
alter table t alter column a set storage external;
-- caught: compression, on a table of the catalog
-- given: create table t (a text);
alter table t alter column a set compression pglz;
-- clean: statistics
alter table t alter column a set statistics 500;
-- clean: on a table of the same migration
create table t (a text);
alter table t alter column a set storage external;
