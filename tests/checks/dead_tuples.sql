-- clean
create table public.orders (id integer) with (autovacuum_enabled = false);
insert into public.orders select pg_catalog.generate_series(1, 30000);
-- broken
-- expect: public.orders
delete from public.orders where id <= 20000;
-- wait: select n_dead_tup >= 20000 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- fixed
vacuum (analyze) public.orders;
-- wait: select n_dead_tup = 0 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
