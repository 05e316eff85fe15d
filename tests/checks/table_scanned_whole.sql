-- clean
-- set param: min_bytes = 600000
-- set param: min_days = 0
create table public.orders (id integer, note text) with (autovacuum_enabled = false);
insert into public.orders select g, 'a note' from pg_catalog.generate_series(1, 20000) as g;
create table public.small (id integer) with (autovacuum_enabled = false);
insert into public.small select g from pg_catalog.generate_series(1, 1000) as g;
select pg_catalog.count(*) from public.small;
create table public.narrow as select g as id from pg_catalog.generate_series(1, 12000) as g;
select pg_catalog.count(*) from public.narrow;
select id from public.orders limit 1;
-- wait: select seq_scan > 0 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- broken
-- set param: min_bytes = 600000
-- set param: min_days = 0
-- expect: public.orders
select pg_catalog.count(*) from public.orders where id = 7;
select pg_catalog.count(*) from public.orders where id = 8;
select pg_catalog.count(*) from public.orders where id = 9;
-- wait: select seq_scan >= 4 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- fixed
-- set param: min_bytes = 600000
-- set param: min_days = 0
create index concurrently on public.orders (id);
select pg_catalog.pg_sleep(1.1);
select pg_catalog.pg_stat_reset_single_table_counters('public.orders'::regclass);
select pg_catalog.count(*) from public.orders where id = 7;
-- wait: select seq_scan = 0 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
