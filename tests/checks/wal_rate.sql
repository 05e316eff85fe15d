-- clean
select 1;
-- broken
-- set param: warn_mb_per_second = 0
create table public.written as select pg_catalog.generate_series(1, 1000) as id;
-- fixed
drop table public.written;
