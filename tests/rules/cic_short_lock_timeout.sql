-- caught: a build
set lock_timeout = '2s';
create index concurrently i on t (a);
-- caught: in milliseconds
set lock_timeout = 5000;
create index concurrently i on t (a);
-- caught: a reindex
set lock_timeout to '1min';
reindex index concurrently i;
-- caught: a drop
set lock_timeout = '2s';
drop index concurrently i;
-- clean: none is set
create index concurrently i on t (a);
-- clean: switched off
set lock_timeout = '2s';
alter table t add column b integer;
set lock_timeout = 0;
create index concurrently i on t (a);
-- clean: reset
set lock_timeout = '2s';
reset lock_timeout;
create index concurrently i on t (a);
-- clean: it was that of a transaction
begin;
set local lock_timeout = '2s';
alter table t add column b integer;
commit;
create index concurrently i on t (b);
-- clean: a long one
set lock_timeout = '6h';
create index concurrently i on t (a);
-- clean: a build that is not concurrent
set lock_timeout = '2s';
create index i on t (a);
-- caught: on a table of the catalog
-- given: create table t (a integer);
set lock_timeout = '2s';
create index concurrently i on t (a);
