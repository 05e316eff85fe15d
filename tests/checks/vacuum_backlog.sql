-- clean
-- set param: min_hours = 0
alter system set autovacuum = off;
select pg_catalog.pg_reload_conf();
-- wait: select not exists (select from pg_catalog.pg_stat_activity where backend_type ~ '^autovacuum')
create table public."Order lines" (id integer);
create table public.patient (id integer) with (autovacuum_vacuum_threshold = 100000);
insert into public."Order lines" select pg_catalog.generate_series(1, 20000);
insert into public.patient select pg_catalog.generate_series(1, 20000);
delete from public.patient;
select pg_catalog.pg_sleep(1.1);
-- wait: select n_dead_tup = 20000 from pg_catalog.pg_stat_all_tables where relid = 'public.patient'::regclass
-- broken
-- set param: min_hours = 0
-- expect: public."Order lines"
delete from public."Order lines";
select pg_catalog.pg_sleep(1.1);
-- wait: select n_dead_tup = 20000 from pg_catalog.pg_stat_all_tables where relid = 'public."Order lines"'::regclass
-- fixed
-- set param: min_hours = 0
vacuum (analyze) public."Order lines";
-- wait: select n_dead_tup = 0 from pg_catalog.pg_stat_all_tables where relid = 'public."Order lines"'::regclass
