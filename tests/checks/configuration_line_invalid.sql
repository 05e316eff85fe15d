-- clean
alter system set max_connections = 61;
select pg_catalog.pg_reload_conf();
-- wait: select pending_restart from pg_catalog.pg_settings where name = 'max_connections'
-- broken
-- expect: work_mem
select pg_catalog.lo_from_bytea(1, 'work_mem = ''4 MegaBytes''
');
select pg_catalog.lo_export(1, pg_catalog.current_setting('data_directory') || '/postgresql.auto.conf');
-- fixed
alter system reset all;
select pg_catalog.pg_reload_conf();
-- wait: select not pending_restart from pg_catalog.pg_settings where name = 'max_connections'
