-- caught: without a name
alter table t add primary key (a);
-- caught: with a name
alter table t add constraint t_pkey primary key (a, b);
-- clean: using an index
alter table t add constraint t_pkey primary key using index i;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add primary key (a);
-- clean: a unique constraint
alter table t add constraint k unique using index i;
-- caught: on a table of the catalog
-- given: create table t (a integer not null);
alter table t add primary key (a);
-- clean: using an index of the catalog
-- given: create table t (a integer not null);
-- given: create unique index i on t (a);
alter table t add constraint t_pkey primary key using index i;
