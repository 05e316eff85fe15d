-- clean
create extension if not exists pg_stat_statements;
select 1;
-- broken
-- set param: min_pct = 0
-- set param: min_ms = 0
select 1;
-- fixed
select 1;
