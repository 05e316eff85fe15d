-- caught: one behind the other
alter table t drop column a;
alter table t drop column b;
-- clean: in one
alter table t drop column a, drop column b;
-- clean: two tables
alter table t drop column a;
alter table u drop column a;
-- clean: the second waits for nobody
-- given: create table t (a integer);
alter table t add constraint c check (a > 0) not valid;
alter table t validate constraint c;
