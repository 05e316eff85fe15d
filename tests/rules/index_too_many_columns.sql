-- caught: four
create index concurrently i on t (a, b, c, d);
-- caught: on a table of the catalog
-- given: create table t (a integer, b integer, c integer, d integer);
create index concurrently i on t (a, b, c, d);
-- clean: three
create index concurrently i on t (a, b, c);
-- clean: unique
create unique index concurrently i on t (a, b, c, d);
-- clean: the rest is included
create index concurrently i on t (a) include (b, c, d);
-- clean: brin reads all columns alike
create index concurrently i on t using brin (a, b, c, d);
