-- clean
alter system set log_checkpoints = on;
alter system set log_autovacuum_min_duration = '10min';
alter system set log_temp_files = '10MB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_temp_files') = '10MB'
-- broken
-- expect: log_autovacuum_min_duration
-- expect: log_checkpoints
-- expect: log_temp_files
alter system set log_checkpoints = off;
alter system set log_autovacuum_min_duration = -1;
alter system reset log_temp_files;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_temp_files') = '-1'
-- fixed
alter system set log_checkpoints = on;
alter system set log_autovacuum_min_duration = '10min';
alter system set log_temp_files = '10MB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_temp_files') = '10MB'
