-- clean
-- set param: min_calls = 3
-- set param: info_ms = 200
create extension if not exists pg_stat_statements;
select pg_stat_statements_reset();
-- first look
select 1;
-- broken
-- set param: min_calls = 3
-- set param: info_ms = 200
-- first look
select pg_catalog.pg_sleep(0.25);
select pg_catalog.pg_sleep(0.25);
select pg_catalog.pg_sleep(0.25);
-- fixed
-- set param: min_calls = 3
-- set param: info_ms = 200
-- first look
select pg_catalog.pg_sleep(0.001);
select pg_catalog.pg_sleep(0.001);
select pg_catalog.pg_sleep(0.001);
