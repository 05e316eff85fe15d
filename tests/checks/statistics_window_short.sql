-- clean
-- set param: min_days = 0.00002
select pg_catalog.pg_sleep(2);
-- broken
-- set param: min_days = 7
select pg_catalog.pg_stat_reset();
-- fixed
-- set param: min_days = 0.00002
select pg_catalog.pg_sleep(2);
