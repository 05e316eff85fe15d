-- caught: of the catalog
-- pg: < 18
-- given: create table p (id integer primary key);
-- given: create table t (a integer) partition by range (a);
alter table t add constraint f foreign key (a) references p not valid;
-- clean: 18 takes it
-- pg: >= 18
-- given: create table p (id integer primary key);
-- given: create table t (a integer) partition by range (a);
alter table t add constraint f foreign key (a) references p not valid;
-- caught, in doubt: on a server that is not known
create table t (a integer) partition by range (a);
alter table t add constraint f foreign key (a) references p not valid;
-- caught: on 17
-- version: 170002
create table t (a integer) partition by range (a);
alter table t add constraint f foreign key (a) references p not valid;
-- clean: a plain table
-- given: create table p (id integer primary key);
-- given: create table t (a integer);
alter table t add constraint f foreign key (a) references p not valid;
-- clean: a partition
-- given: create table p (id integer primary key);
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
alter table t1 add constraint f foreign key (a) references p not valid;
-- clean: validated at once
create table t (a integer) partition by range (a);
alter table t add constraint f foreign key (a) references p;
-- clean: nothing is known of the table
alter table t add constraint f foreign key (a) references p not valid;
