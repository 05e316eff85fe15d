-- clean
select 1;
-- broken
-- set param: max_failures = -1
-- expect: shared objects
select 1;
-- fixed
select 1;
