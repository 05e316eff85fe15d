-- clean
-- set param: min_seconds = 0
create table public.orders (id integer primary key);
-- broken
-- set param: min_seconds = 0
-- in session a:
begin;
-- in session a:
insert into public.orders values (1);
-- wait: select exists (select from pg_catalog.pg_stat_activity where state = 'idle in transaction')
-- fixed
-- set param: min_seconds = 0
select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and state = 'idle in transaction';
