-- clean
select 1;
-- broken
-- set param: warn_pct = 1
-- expect: max_connections
-- in session a:
select 1;
-- in session b:
select 1;
-- fixed
select 1;
