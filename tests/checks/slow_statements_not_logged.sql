-- clean
alter system set log_min_duration_statement = '1s';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_min_duration_statement') = '1s'
-- broken
-- expect: log_min_duration_statement
alter system reset log_min_duration_statement;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_min_duration_statement') = '-1'
-- fixed
alter system set log_min_duration_statement = '1s';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_min_duration_statement') = '1s'
