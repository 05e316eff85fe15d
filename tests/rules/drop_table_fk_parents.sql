-- caught: a table that references another
-- given: create table p (id integer primary key);
-- given: create table t (a integer references p);
drop table t;
-- caught: a table that another references
-- given: create table p (id integer primary key);
-- given: create table t (a integer references p);
drop table p cascade;
-- clean: both at once
-- given: create table p (id integer primary key);
-- given: create table t (a integer references p);
drop table p, t;
-- clean: the foreign key was dropped before
-- given: create table p (id integer primary key);
-- given: create table t (a integer constraint f references p);
alter table t drop constraint f;
drop table t;
-- clean: a table that references itself
-- given: create table t (id integer primary key, up integer references t);
drop table t;
-- clean: a table nobody here knows
drop table t;
