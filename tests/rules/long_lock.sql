-- caught: a constraint that is validated beside a command that needs a strong lock
-- given: create table t (a integer, b integer default 1);
-- given: alter table t add constraint c check (a is not null) not valid;
alter table t validate constraint c, alter column b drop default;
-- clean: validated alone
-- given: create table t (a integer, b integer default 1);
-- given: alter table t add constraint c check (a is not null) not valid;
alter table t validate constraint c;
-- clean: another rule names it
-- given: create table t (a integer);
create index i on t (a);
-- clean: emptied
-- given: create table t (a integer);
truncate t;
-- clean: a sequence
-- given: create sequence s;
alter sequence s restart with 100;
