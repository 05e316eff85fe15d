-- caught: it waits
select pg_advisory_lock(7);
-- caught: deep inside
select 1 where exists (select pg_catalog.pg_advisory_xact_lock(1, 2));
-- clean: it asks
select pg_try_advisory_lock(7);
-- clean: it lets go
select pg_advisory_unlock(7);
