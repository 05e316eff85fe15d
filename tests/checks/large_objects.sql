-- clean
select 1;
-- broken
-- set param: many_objects = 2
select pg_catalog.lo_create(4711), pg_catalog.lo_create(4712);
-- fixed
-- set param: many_objects = 2
select pg_catalog.lo_unlink(4711), pg_catalog.lo_unlink(4712);
