-- clean
select 1;
-- broken
-- expect: max_locks_per_transaction
-- in session a:
select pg_catalog.count(pg_catalog.pg_advisory_lock(g)) from pg_catalog.generate_series(1, 3000) as g;
-- fixed
select 1;
