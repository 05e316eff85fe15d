-- clean
-- set param: min_hours = 0
create table public.orders (id integer) with (autovacuum_enabled = false);
create table public.patient (id integer) with (autovacuum_enabled = false, autovacuum_analyze_threshold = 100000);
insert into public.orders select pg_catalog.generate_series(1, 1000);
insert into public.patient select pg_catalog.generate_series(1, 5000);
select pg_catalog.pg_sleep(1.1);
-- wait: select n_mod_since_analyze = 1000 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- wait: select n_mod_since_analyze = 5000 from pg_catalog.pg_stat_all_tables where relid = 'public.patient'::regclass
analyze public.orders;
-- wait: select n_mod_since_analyze = 0 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- broken
-- set param: min_hours = 0
-- expect: public.orders
insert into public.orders select pg_catalog.generate_series(1, 5000);
select pg_catalog.pg_sleep(1.1);
-- wait: select n_mod_since_analyze = 5000 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- fixed
-- set param: min_hours = 0
analyze public.orders;
-- wait: select n_mod_since_analyze = 0 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
