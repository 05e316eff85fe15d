-- caught: a table that is there already
-- given: create table t (a integer);
create table t (a integer);
-- caught: a column that is not there
-- given: create table t (a integer);
alter table t alter column b set default 1;
-- caught: made twice in one migration
-- given: create table u (a integer);
create table t (a integer);
create table t (a integer);
-- clean: it may be there
-- given: create table t (a integer);
create table if not exists t (a integer);
-- clean: without a catalog nothing is known to be absent
alter table t alter column b set default 1;
