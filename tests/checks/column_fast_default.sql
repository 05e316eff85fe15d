-- clean
create table public.orders (id integer primary key);
insert into public.orders select pg_catalog.generate_series(1, 1000);
analyze public.orders;
alter table public.orders add column state text default pg_catalog.repeat('x', 2000);
-- broken
-- set param: min_bytes = 1000000
-- expect: public.orders
select 1;
-- fixed
-- set param: min_bytes = 1000000
vacuum (full, analyze) public.orders;
