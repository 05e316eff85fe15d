-- clean
-- set param: min_rows = 1000
create table public.orders (id integer primary key, "placed at" date, state text);
insert into public.orders select g, '2026-01-01', 'new' from pg_catalog.generate_series(1, 2000) as g;
create index orders_state on public.orders (state);
alter table public.orders alter column state set statistics 500;
create table public.small as select 1 as id;
create index small_id on public.small (id);
analyze;
-- broken
-- set param: min_rows = 1000
-- expect: public.orders
create index on public.orders ("placed at", id);
-- fixed
-- set param: min_rows = 1000
alter table public.orders alter column "placed at" set statistics 1000;
analyze public.orders;
