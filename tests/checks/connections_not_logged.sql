-- clean
alter system set log_connections = on;
alter system set log_disconnections = on;
alter system set log_temp_files = '1MB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_temp_files') = '1MB'
-- broken
-- expect: log_connections
-- expect: log_disconnections
alter system reset log_connections;
alter system reset log_disconnections;
alter system set log_temp_files = '2MB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_temp_files') = '2MB'
-- fixed
alter system set log_connections = on;
alter system set log_disconnections = on;
alter system set log_temp_files = '3MB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_temp_files') = '3MB'
