-- caught, in doubt: nothing is known of the table
alter table t add constraint f foreign key (a) references p not valid;
-- caught: a new table
create table t (id integer primary key, a integer references p);
-- caught: no index of the catalog
-- given: create table p (id integer primary key);
-- given: create table t (a integer, b integer);
-- given: create index i on t (b, a);
alter table t add constraint f foreign key (a) references p not valid;
-- caught: part of the rows only
-- given: create table p (id integer primary key);
-- given: create table t (a integer, b integer);
-- given: create index i on t (a) where b > 0;
alter table t add constraint f foreign key (a) references p not valid;
-- caught: the index has one of two columns
-- given: create table p (id integer, of integer, primary key (id, of));
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
alter table t add constraint f foreign key (a, b) references p not valid;
-- caught: a new column
-- given: create table p (id integer primary key);
-- given: create table t (id integer primary key);
alter table t add column a integer references p;
-- clean: an index of the catalog
-- given: create table p (id integer primary key);
-- given: create table t (a integer, b integer);
-- given: create index i on t (a, b);
alter table t add constraint f foreign key (a) references p not valid;
-- clean: an index over all rows that have one
-- given: create table p (id integer primary key);
-- given: create table t (a integer, b integer);
-- given: create index i on t (a) where a is not null;
alter table t add constraint f foreign key (a) references p not valid;
-- clean: its columns in another order
-- given: create table p (id integer, of integer, primary key (id, of));
-- given: create table t (a integer, b integer);
-- given: create index i on t (b, a);
alter table t add constraint f foreign key (a, b) references p not valid;
-- clean: built before
create index concurrently i on t (a);
alter table t add constraint f foreign key (a) references p not valid;
-- clean: built after
create table t (id integer primary key, a integer references p);
create index i on t (a);
-- clean: built in a later file
create table t (id integer primary key, a integer references p);
-- next file
create index concurrently i on t (a);
-- clean: the key's own column
create table t (id integer primary key references p);
-- clean: dropped again
-- given: create table p (id integer primary key);
create table t (id integer primary key, a integer references p);
drop table t;
