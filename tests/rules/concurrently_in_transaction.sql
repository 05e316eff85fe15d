-- caught: an index build
begin;
create index concurrently i on t (a);
commit;
-- caught: an index drop
start transaction;
drop index concurrently i;
commit;
-- caught: a reindex
begin;
reindex (concurrently) table t;
commit;
-- caught: a detach
begin;
alter table t detach partition t1 concurrently;
commit;
-- caught: vacuum
begin;
vacuum t;
commit;
-- caught: in a do block
do $$ begin create index concurrently i on t (a); end $$;
-- caught: on a table of the same migration
begin;
create table t (a integer);
create index concurrently i on t (a);
commit;
-- clean: after the commit
begin;
create table t (a integer);
commit;
create index concurrently i on t (a);
-- clean: in a file without a transaction
create index concurrently i on t (a);
drop index concurrently j;
-- clean: without concurrently
begin;
create index i on t (a);
drop index j;
alter table t detach partition t1;
commit;
-- clean: refresh concurrently may run in a transaction
begin;
refresh materialized view concurrently v;
commit;
