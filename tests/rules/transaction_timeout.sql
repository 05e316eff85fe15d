-- caught: a server that has it
-- pg: >= 17
-- given: create table t (a integer);
begin;
drop table t;
commit;
-- clean: without a server it may be too old
begin;
drop table t;
commit;
-- clean: it is set
-- pg: >= 17
-- given: create table t (a integer);
begin;
set local transaction_timeout = '1min';
drop table t;
commit;
