-- clean
-- set param: max_mb_per_minute = 0.001
select 1;
-- broken
-- set param: max_mb_per_minute = 0.001
set work_mem = '64kB';
select pg_catalog.count(s.n) from (select n from pg_catalog.generate_series(1, 300000) as n order by -n offset 0) as s;
-- wait: select temp_bytes > 0 from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()
-- fixed
-- set param: max_mb_per_minute = 0.001
-- first look
reset work_mem;
select pg_catalog.count(s.n) from (select n from pg_catalog.generate_series(1, 10) as n order by -n offset 0) as s;
