-- clean
-- set param: min_rows = 1000
create table public.kinds (kind integer primary key);
insert into public.kinds select g from pg_catalog.generate_series(0, 3) as g;
create table public.orders (id integer primary key, kind integer references public.kinds, uneven integer, sorted integer, half integer);
insert into public.orders select g, mod(g, 4), case when mod(g, 25) = 0 then 9 else mod(g, 4) end, g / 2000, nullif(mod(g, 3), 0)
    from pg_catalog.generate_series(1, 5000) as g;
create index orders_kind on public.orders (kind);
create index orders_uneven on public.orders (uneven);
create index orders_half_id on public.orders (half, id);
create index orders_half_partly on public.orders (half) where id < 100;
create table public.small as select mod(g, 2) as half from pg_catalog.generate_series(1, 500) as g;
create index small_half on public.small (half);
create index orders_sorted on public.orders (sorted);
analyze;
-- broken
-- set param: min_rows = 1000
-- expect: public."orders half"
create index "orders half" on public.orders (half);
-- fixed
-- set param: min_rows = 1000
drop index concurrently public."orders half";
