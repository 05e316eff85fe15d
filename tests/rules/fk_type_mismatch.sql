-- caught: integer to bigint
-- given: create table p (id bigint primary key);
-- given: create table t (a integer);
alter table t add constraint f foreign key (a) references p (id) not valid;
-- caught: a new column
-- given: create table p (id bigint primary key);
-- given: create table t (a integer);
alter table t add column b integer references p;
-- caught: new tables
create table p (id bigserial primary key);
create table t (a integer references p (id));
-- caught: the second of two
-- given: create table p (id integer, day date, primary key (id, day));
-- given: create table t (a integer, b timestamp);
alter table t add constraint f foreign key (a, b) references p not valid;
-- clean: the same
-- given: create table p (id bigint primary key);
-- given: create table t (a bigint);
alter table t add constraint f foreign key (a) references p (id) not valid;
-- clean: lengths, and text for varchar
-- given: create table p (id varchar(30) primary key);
-- given: create table t (a text, b varchar(40));
alter table t add constraint f foreign key (a) references p (id) not valid;
alter table t add constraint g foreign key (b) references p (id) not valid;
-- clean: serial to integer
create table p (id serial primary key);
create table t (a integer references p (id));
-- clean: a domain over the same type
-- given: create domain d as integer;
-- given: create table p (id integer primary key);
-- given: create table t (a d);
alter table t add constraint f foreign key (a) references p (id) not valid;
-- clean: types that are not known
alter table t add constraint f foreign key (a) references p (id) not valid;
