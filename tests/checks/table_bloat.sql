-- clean
-- set param: min_bytes = 500000
create table public.orders (id integer, note text) with (autovacuum_enabled = false);
insert into public.orders select g, 'note ' || g from pg_catalog.generate_series(1, 30000) as g;
vacuum (analyze) public.orders;
-- broken
-- set param: min_bytes = 500000
-- expect: public.orders
delete from public.orders where mod(id, 10) <> 0;
-- wait: select n_dead_tup > 20000 from pg_catalog.pg_stat_user_tables where relname = 'orders'
vacuum (analyze) public.orders;
-- wait: select n_dead_tup = 0 and n_live_tup < 4000 from pg_catalog.pg_stat_user_tables where relname = 'orders'
-- fixed
-- set param: min_bytes = 500000
vacuum (full, analyze) public.orders;
