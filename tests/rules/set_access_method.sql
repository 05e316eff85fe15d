-- caught: another one
alter table t set access method columnar;
-- caught: another one, of the catalog
-- pg: >= 15
-- given: create table t (a integer);
-- given: create access method other type table handler heap_tableam_handler;
alter table t set access method other;
-- clean: what it is already
-- pg: >= 15
-- given: create table t (a integer);
alter table t set access method heap;
-- clean: a table of the same migration
create table t (a integer);
alter table t set access method columnar;
