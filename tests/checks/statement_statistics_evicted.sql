-- clean
-- set param: min_hours = 0
create extension if not exists pg_stat_statements;
-- broken
-- set param: min_hours = 0
-- set param: max_per_day = -1
-- expect: pg_stat_statements.max
select 1;
-- fixed
-- set param: min_hours = 0
select 1;
