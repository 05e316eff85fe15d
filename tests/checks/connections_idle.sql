-- clean
select 1;
-- broken
-- set param: min_taken_pct = 1
-- set param: min_idle_pct = 30
-- set param: min_seconds = 0
-- expect: max_connections
-- in session a:
select 1;
-- in session b:
select 1;
-- fixed
select 1;
