-- caught: without a default
alter table t add column b integer references p;
-- caught: on a table of the same migration
create table t (a integer);
alter table t add column b integer references p;
-- clean: to a table of the same migration
create table p (id integer primary key);
alter table t add column b integer references p;
-- clean: to itself
alter table t add column b integer references t;
-- clean: the foreign key apart
alter table t add column b integer;
alter table t add constraint f foreign key (b) references p not valid;
-- caught: on a table of the catalog
-- given: create table p (id integer primary key);
-- given: create table t (a integer);
alter table t add column b integer references p;
-- clean: the column is there already
-- given: create table p (id integer primary key);
-- given: create table t (a integer, b integer);
alter table t add column if not exists b integer references p;
