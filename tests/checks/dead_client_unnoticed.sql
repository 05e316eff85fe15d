-- clean
alter system set client_connection_check_interval = '10s';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('client_connection_check_interval') = '10s'
-- broken
-- expect: client_connection_check_interval
alter system reset client_connection_check_interval;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('client_connection_check_interval') = '0'
-- fixed
alter system set client_connection_check_interval = '10s';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('client_connection_check_interval') = '10s'
