-- clean
select 1;
-- broken
-- expect: max_slot_wal_keep_size
select pg_catalog.pg_create_physical_replication_slot('opskit_check_slot', true);
-- fixed
alter system set max_slot_wal_keep_size = '10GB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('max_slot_wal_keep_size') = '10GB'
