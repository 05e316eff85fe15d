-- caught: with a name
alter table t add constraint k unique (a);
-- caught: without a name
alter table t add unique (a, b);
-- clean: using an index
alter table t add constraint k unique using index i;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add constraint k unique (a);
-- clean: a check
alter table t add constraint k check (a > 0) not valid;
-- caught: on a table of the catalog
-- given: create table t (a integer);
alter table t add constraint k unique (a);
-- caught: on a partitioned table
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
alter table t add constraint k unique (a);
-- clean: using an index of the catalog
-- given: create table t (a integer);
-- given: create unique index i on t (a);
alter table t add constraint k unique using index i;
