-- caught: unlogged
alter table t set unlogged;
-- caught: logged, of the catalog
-- given: create unlogged table t (a integer);
alter table t set logged;
-- clean: what it is already
-- given: create table t (a integer);
alter table t set logged;
-- clean: a table of the same migration
create unlogged table t (a integer);
alter table t set logged;
-- clean: a sequence
alter sequence s set unlogged;
