-- clean
-- set param: min_rows = 1000
create table public.kinds (kind integer primary key);
insert into public.kinds select g from pg_catalog.generate_series(0, 3) as g;
create table public.orders (id integer primary key, kind integer references public.kinds, failed boolean, sorted integer, half integer);
insert into public.orders select g, mod(g, 4), mod(g, 100) = 0, g / 2000, nullif(mod(g, 3), 0)
    from pg_catalog.generate_series(1, 5000) as g;
create index orders_kind on public.orders (kind);
create index orders_failed on public.orders (failed);
create index orders_sorted on public.orders (sorted);
analyze;
-- broken
-- set param: min_rows = 1000
-- expect: public."orders half"
create index "orders half" on public.orders (half);
-- fixed
-- set param: min_rows = 1000
drop index concurrently public."orders half";
