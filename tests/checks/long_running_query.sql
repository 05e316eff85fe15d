-- clean
-- set param: min_seconds = 0.5
-- in session idle:
begin;
-- in session idle:
select 1;
-- in session own:
set application_name = 'opskit/run/item';
-- in session own:
set client_connection_check_interval = '100ms';
-- in session own, do not wait:
select pg_catalog.pg_sleep(60);
create table public.orders as select 1 as id;
create function public.slow(id integer) returns integer language sql immutable as 'select id from pg_catalog.pg_sleep(60)';
-- in session build:
set client_connection_check_interval = '100ms';
-- in session build, do not wait:
create index on public.orders (public.slow(id));
-- wait: select exists (select from pg_catalog.pg_stat_progress_create_index)
-- in session blocked:
set client_connection_check_interval = '100ms';
-- in session blocked, do not wait:
update public.orders set id = 2;
-- wait: select exists (select from pg_catalog.pg_locks where not granted and waitstart < pg_catalog.now() - interval '0.7 s')
-- broken
-- set param: min_seconds = 0.5
-- expect: postgres
-- in session slow:
set client_connection_check_interval = '100ms';
-- in session slow, do not wait:
select pg_catalog.pg_sleep(60);
-- wait: select exists (select from pg_catalog.pg_stat_activity where state = 'active' and query ~ 'sleep.60' and application_name !~ '^opskit/' and query_start < pg_catalog.now() - interval '0.6 s')
-- fixed
-- set param: min_seconds = 0.5
select pg_catalog.pg_cancel_backend(pid) from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and query ~ 'sleep.60' and pid <> pg_catalog.pg_backend_pid();
