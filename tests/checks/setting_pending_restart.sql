-- clean
select 1;
-- broken
-- expect: max_connections
alter system set max_connections = 61;
select pg_catalog.pg_reload_conf();
-- wait: select pending_restart from pg_catalog.pg_settings where name = 'max_connections'
-- fixed
alter system reset max_connections;
select pg_catalog.pg_reload_conf();
-- wait: select not pending_restart from pg_catalog.pg_settings where name = 'max_connections'
