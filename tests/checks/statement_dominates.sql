-- clean
-- set param: min_pct = 60
create extension if not exists pg_stat_statements;
select pg_stat_statements_reset();
-- first look
select pg_catalog.pg_sleep(0.1);
select 1, pg_catalog.pg_sleep(0.1);
select 1, 2, pg_catalog.pg_sleep(0.1);
-- broken
-- set param: min_pct = 60
-- first look
select pg_catalog.pg_sleep(0.6);
-- fixed
-- set param: min_pct = 60
-- first look
select pg_catalog.pg_sleep(0.1);
select 1, pg_catalog.pg_sleep(0.1);
select 1, 2, pg_catalog.pg_sleep(0.1);
