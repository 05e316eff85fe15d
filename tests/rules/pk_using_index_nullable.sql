-- caught: a nullable column
-- given: create table t (a integer);
-- given: create unique index i on t (a);
alter table t add constraint t_pkey primary key using index i;
-- caught: one of two columns
-- given: create table t (a integer not null, b integer);
-- given: create unique index i on t (a, b);
alter table t add constraint t_pkey primary key using index i;
-- caught: a check that is not valid
-- given: create table t (a integer);
-- given: alter table t add constraint k check (a is not null) not valid;
-- given: create unique index i on t (a);
alter table t add constraint t_pkey primary key using index i;
-- caught, in doubt: nothing is known of the columns
alter table t add constraint t_pkey primary key using index i;
-- clean: the column is not null
-- given: create table t (a integer not null);
-- given: create unique index i on t (a);
alter table t add constraint t_pkey primary key using index i;
-- clean: a valid check proves it
-- given: create table t (a integer);
-- given: alter table t add constraint k check (a is not null);
-- given: create unique index i on t (a);
alter table t add constraint t_pkey primary key using index i;
-- clean: this migration validates a check
-- given: create table t (a integer);
alter table t add constraint k check (a is not null) not valid;
alter table t validate constraint k;
create unique index concurrently i on t (a);
alter table t add constraint t_pkey primary key using index i;
-- clean: this migration sets it not null
create unique index concurrently i on t (a);
alter table t alter column a set not null;
alter table t add constraint t_pkey primary key using index i;
-- clean: a unique constraint takes nulls
-- given: create table t (a integer);
-- given: create unique index i on t (a);
alter table t add constraint k unique using index i;
-- clean: on a table of the same migration
create table t (a integer);
create unique index i on t (a);
alter table t add constraint t_pkey primary key using index i;
-- clean: this migration validates a NOT NULL
-- pg: >= 18
-- given: create table t (a integer);
alter table t add constraint n not null a not valid;
alter table t validate constraint n;
create unique index concurrently i on t (a);
alter table t add constraint t_pkey primary key using index i;
