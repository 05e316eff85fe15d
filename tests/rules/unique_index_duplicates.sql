-- caught, in doubt: an index
create unique index concurrently i on t (a);
-- caught, in doubt: a constraint
alter table t add constraint k unique (a, b);
-- caught, in doubt: a primary key
alter table t add primary key (a);
-- caught, in doubt: a table of the catalog
-- given: create table t (a integer, b integer);
-- given: create index j on t (a);
create unique index concurrently i on t (a);
-- caught, in doubt: only part of the rows are unique
-- given: create table t (a integer, b integer);
-- given: create unique index j on t (a) where b > 0;
create unique index concurrently i on t (a);
-- caught, in doubt: more columns are unique
-- given: create table t (a integer, b integer, unique (a, b));
create unique index concurrently i on t (a);
-- caught, in doubt: nulls repeat
-- pg: >= 15
-- given: create table t (a integer unique);
create unique index concurrently i on t (a) nulls not distinct;
-- clean: fewer columns are unique
-- given: create table t (a integer primary key, b integer);
create unique index concurrently i on t (b, a);
-- clean: a constraint over a unique column
-- given: create table t (a integer, b integer);
-- given: create unique index j on t (a);
alter table t add constraint k unique (a, b);
-- clean: not unique
create index concurrently i on t (a);
-- clean: a table of the same migration
create table t (a integer);
create unique index i on t (a);
-- clean: of an index that is built
alter table t add constraint k unique using index i;
