-- clean
-- set param: min_bytes = 100000
select 1;
-- broken
-- set param: min_bytes = 100000
-- expect: postgres
-- in session a:
set work_mem = '64kB';
-- in session a:
begin;
-- in session a:
declare sorted cursor for select g from pg_catalog.generate_series(1, 100000) as g order by pg_catalog.hashint4(g);
-- in session a:
fetch 1 from sorted;
-- fixed
-- set param: min_bytes = 100000
select 1;
