-- clean
create table public.orders (id integer primary key, placed_at date);
create index orders_placed_at on public.orders (placed_at);
-- broken
-- expect: public.orders_placed_at
update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.orders_placed_at'::regclass;
-- fixed
drop index concurrently public.orders_placed_at;
create index concurrently orders_placed_at on public.orders (placed_at);
