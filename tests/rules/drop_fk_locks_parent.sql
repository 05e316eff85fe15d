-- caught: a foreign key
-- given: create table p (id integer primary key);
-- given: create table t (a integer constraint f references p);
alter table t drop constraint f;
-- caught, in doubt: nothing is known of it
alter table t drop constraint f;
-- caught: one of this migration, added to a table of others
alter table t add constraint f foreign key (a) references p not valid;
alter table t drop constraint f;
-- clean: a check
-- given: create table t (a integer constraint k check (a > 0));
alter table t drop constraint k;
-- clean: to itself
-- given: create table t (id integer primary key, a integer constraint f references t);
alter table t drop constraint f;
-- clean: one that is not there
-- given: create table t (a integer);
alter table t drop constraint if exists f;
-- clean: by its name no foreign key
alter table t drop constraint t_a_check;
-- clean: between tables of the same migration
create table p (id integer primary key);
create table t (a integer constraint f references p);
alter table t drop constraint f;
