-- caught: one
alter table t disable trigger g;
-- caught: all, of the catalog
-- given: create table t (a integer);
alter table t disable trigger all;
-- caught: on again
alter table t enable trigger user;
-- clean: a rule
alter table t disable rule r;
-- clean: a table of the same migration
create table t (a integer);
alter table t disable trigger all;
