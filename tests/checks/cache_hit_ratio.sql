-- clean
create table public.numbers as select pg_catalog.generate_series(1, 20000) as id;
create index on public.numbers (id);
vacuum analyze public.numbers;
set enable_seqscan = off;
set enable_hashjoin = off;
set enable_mergejoin = off;
set enable_memoize = off;
set enable_material = off;
select pg_catalog.count(n.id) from pg_catalog.generate_series(1, 50000) as g
    left join public.numbers as n on n.id = mod(g, 20000);
-- wait: select blks_hit > 60000 from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()
-- broken
-- set param: min_pct = 100
select 1;
-- fixed
select 1;
