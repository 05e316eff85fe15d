-- caught: nothing is known of it
alter table t drop constraint k;
-- caught: a check
-- given: create table t (a integer constraint k check (a > 0));
alter table t drop constraint k;
-- caught: a primary key
-- given: create table t (a integer primary key);
alter table t drop constraint t_pkey;
-- caught: a unique constraint
-- given: create table t (a integer unique);
alter table t drop constraint t_a_key;
-- caught: added again afterwards
alter table t drop constraint k;
alter table t add constraint k check (a > 1) not valid;
-- clean: one that this migration has added
alter table t add constraint k check (a is not null) not valid;
alter table t validate constraint k;
alter table t alter column a set not null;
alter table t drop constraint k;
-- clean: what NOT NULL says too
-- given: create table t (a integer not null constraint k check (a is not null));
alter table t drop constraint k;
-- caught: what says more than NOT NULL
-- given: create table t (a integer not null constraint k check (a is not null and a > 0));
alter table t drop constraint k;
-- clean: one that is not there
-- given: create table t (a integer);
alter table t drop constraint if exists k;
-- clean: of a table of the same migration
create table t (a integer constraint k check (a > 0));
alter table t drop constraint k;
