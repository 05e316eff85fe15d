-- clean
create table public.accounts (id integer primary key, balance integer not null default 0);
insert into public.accounts (id) values (1), (2);
-- broken
select pg_catalog.pg_advisory_lock(1);
-- in session one, do not wait:
update public.accounts set balance = 1 where id = 1; select pg_catalog.pg_advisory_xact_lock_shared(1); update public.accounts set balance = 1 where id = 2;
-- in session two, do not wait:
update public.accounts set balance = 2 where id = 2; select pg_catalog.pg_advisory_xact_lock_shared(1); update public.accounts set balance = 2 where id = 1;
-- wait: select pg_catalog.count(*) = 2 from pg_catalog.pg_locks where locktype = 'advisory' and not granted
select pg_catalog.pg_advisory_unlock(1);
-- wait: select deadlocks > 0 from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()
-- fixed
-- first look
select 1;
