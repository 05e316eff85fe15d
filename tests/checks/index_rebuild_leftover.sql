-- clean
create table public.orders (id integer primary key, placed_at date);
create index orders_placed_at on public.orders (placed_at);
create index looks_like_ccnew on public.orders (placed_at, id);
create index placed_ccnew on public.orders (id, placed_at);
create index orders_failed on public.orders (placed_at, id);
update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.orders_failed'::regclass;
-- broken
-- expect: public.orders_placed_at_ccnew
-- in session a:
begin;
-- in session a:
insert into public.orders values (1);
-- in session b, do not wait:
reindex index concurrently public.orders_placed_at;
-- wait: select exists (select from pg_catalog.pg_index where indexrelid = pg_catalog.to_regclass('public.orders_placed_at_ccnew'))
select pg_catalog.pg_cancel_backend(pid) from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and state = 'active' and query ~ '^reindex';
-- wait: select not exists (select from pg_catalog.pg_stat_activity where datname = pg_catalog.current_database() and state = 'active' and query ~ '^reindex')
-- fixed
drop index concurrently public.orders_placed_at_ccnew;
