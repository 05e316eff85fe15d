-- caught: with a name
alter table t add constraint f foreign key (a) references p (id);
-- caught: to itself
alter table t add foreign key (a) references t;
-- caught: beside a column that a default fills
alter table t add column b integer default 1 references p;
-- clean: not valid
alter table t add constraint f foreign key (a) references p (id) not valid;
-- clean: not valid, then validated
alter table t add constraint f foreign key (a) references p (id) not valid;
alter table t validate constraint f;
-- clean: not enforced
alter table t add constraint f foreign key (a) references p (id) not enforced;
-- clean: beside a column without a default
alter table t add column b integer references p;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add constraint f foreign key (a) references p (id);
-- caught: to a table of the same migration
create table p (id integer primary key);
alter table t add constraint f foreign key (a) references p (id);
-- caught: on a table of the catalog
-- given: create table p (id integer primary key);
-- given: create table t (a integer);
alter table t add constraint f foreign key (a) references p (id);
-- caught: on a partitioned table
-- given: create table p (id integer primary key);
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
alter table t add constraint f foreign key (a) references p (id);
-- clean: not valid on a table of the catalog
-- given: create table p (id integer primary key);
-- given: create table t (a integer);
alter table t add constraint f foreign key (a) references p (id) not valid;
alter table t validate constraint f;
-- caught: one that was not enforced
-- pg: >= 18
-- given: create table p (id integer primary key);
-- given: create table t (a integer constraint f references p not enforced);
alter table t alter constraint f enforced;
-- clean: of one only the time is altered
-- given: create table p (id integer primary key);
-- given: create table t (a integer constraint f references p);
alter table t alter constraint f deferrable;
-- clean: on a partitioned table whose partitions have it
-- given: create table p (id integer primary key);
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
-- given: alter table t1 add constraint f foreign key (a) references p (id);
alter table t add constraint f foreign key (a) references p (id);
-- caught: on a partitioned table of which one partition has it not validated
-- given: create table p (id integer primary key);
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
-- given: create table t2 partition of t for values from (10) to (20);
-- given: alter table t1 add constraint f foreign key (a) references p (id);
-- given: alter table t2 add constraint f foreign key (a) references p (id) not valid;
alter table t add constraint f foreign key (a) references p (id);
-- clean: on each partition first, then on the partitioned table
-- given: create table p (id integer primary key);
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
alter table t1 add constraint f foreign key (a) references p not valid;
alter table t1 validate constraint f;
alter table t add constraint f foreign key (a) references p;
-- caught, in doubt: one that may not have been enforced
alter table t alter constraint f enforced;
-- clean: the other way round
alter table t alter constraint f not enforced;
