-- clean
-- set param: min_seconds = 0
create table public.orders (id integer primary key, state text);
insert into public.orders values (1, 'new');
-- broken
-- set param: min_seconds = 0
-- expect: public.orders
-- in session a:
begin;
-- in session a:
update public.orders set state = 'paid' where id = 1;
-- in session b, do not wait:
update public.orders set state = 'sent' where id = 1;
-- wait: select exists (select from pg_catalog.pg_locks where not granted)
-- fixed
-- set param: min_seconds = 0
select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and state = 'idle in transaction';
