-- caught: none was set
alter table t add column a integer;
-- caught: set behind the statement
alter table t add column a integer;
set lock_timeout = '2s';
-- caught: reset before it
set lock_timeout = '2s';
reset lock_timeout;
alter table t add column a integer;
-- caught: local to a transaction that is over
begin;
set local lock_timeout = '2s';
commit;
alter table t add column a integer;
-- caught: rolled back
begin;
set lock_timeout = '2s';
rollback;
alter table t add column a integer;
-- caught: switched off
set lock_timeout = 0;
drop table t;
-- clean: set before it
set lock_timeout = '2s';
alter table t add column a integer;
-- clean: local to its own transaction
begin;
set local lock_timeout = '2s';
alter table t add column a integer;
commit;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b integer;
-- clean: a weak lock
insert into t values (1);
-- clean: the login has one
-- given: create table t (a integer);
-- given: do $$ begin execute format('alter role %I in database %I set lock_timeout = ''3s''', current_user, current_database()); end $$;
alter table t add column b integer;
-- caught: nobody has one
-- given: create table t (a integer);
alter table t add column b integer;
