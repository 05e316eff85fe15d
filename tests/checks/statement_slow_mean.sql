-- clean
-- set param: min_calls = 3
create extension if not exists pg_stat_statements;
-- first look
select 1;
-- broken
-- set param: min_calls = 3
-- first look
select pg_catalog.pg_sleep(0.03);
select pg_catalog.pg_sleep(0.03);
select pg_catalog.pg_sleep(0.03);
-- fixed
-- set param: min_calls = 3
-- first look
select pg_catalog.pg_sleep(0.001);
select pg_catalog.pg_sleep(0.001);
select pg_catalog.pg_sleep(0.001);
