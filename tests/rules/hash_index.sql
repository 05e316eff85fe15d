-- caught: hash
create index concurrently i on t using hash (a);
-- caught: on a table of the catalog
-- given: create table t (a integer);
create index concurrently i on t using hash (a);
-- clean: btree
create index concurrently i on t (a);
-- clean: another method
create index concurrently i on t using brin (a);
