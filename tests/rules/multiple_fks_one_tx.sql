-- caught: in one statement
alter table t add foreign key (a) references p not valid, add foreign key (b) references q not valid;
-- caught: in one transaction
begin;
alter table t add foreign key (a) references p not valid;
alter table u add foreign key (b) references q not valid;
commit;
-- caught: in a new table
create table t (a integer references p, b integer references q);
-- clean: in two statements
alter table t add foreign key (a) references p not valid;
alter table t add foreign key (b) references q not valid;
-- clean: in two transactions
begin;
alter table t add foreign key (a) references p not valid;
commit;
begin;
alter table t add foreign key (b) references q not valid;
commit;
-- clean: to one table
alter table t add foreign key (a) references p not valid, add foreign key (b) references p not valid;
-- clean: to tables of the same migration
create table p (id integer primary key);
create table q (id integer primary key);
create table t (a integer references p, b integer references q);
-- caught: of the catalog
-- given: create table p (id integer primary key);
-- given: create table q (id integer primary key);
-- given: create table t (a integer, b integer);
begin;
alter table t add foreign key (a) references p not valid;
alter table t add foreign key (b) references q not valid;
commit;
