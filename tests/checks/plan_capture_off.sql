-- clean
load 'auto_explain';
alter system set session_preload_libraries = 'auto_explain';
alter system set auto_explain.log_min_duration = '3s';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('session_preload_libraries') = 'auto_explain'
-- broken
-- expect: auto_explain
alter system reset session_preload_libraries;
alter system reset auto_explain.log_min_duration;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('session_preload_libraries') = ''
-- fixed
alter system set session_preload_libraries = 'auto_explain';
alter system set auto_explain.log_min_duration = '3s';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('session_preload_libraries') = 'auto_explain'
