-- clean
select 1;
-- broken
-- set param: min_bytes = 0
-- expect: shared_buffers
select 1;
-- fixed
select 1;
