-- clean
-- set param: min_bytes = 0
select 1;
-- broken
-- set param: min_bytes = 0
-- expect: opskit_check_slot
select pg_catalog.pg_create_physical_replication_slot('opskit_check_slot', true);
-- fixed
-- set param: min_bytes = 0
select pg_catalog.pg_drop_replication_slot('opskit_check_slot');
