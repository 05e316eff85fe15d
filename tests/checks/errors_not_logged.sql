-- clean
select 1;
-- broken
-- expect: log_min_error_statement
-- expect: log_min_messages
alter system set log_min_messages = fatal;
alter system set log_min_error_statement = panic;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_min_messages') = 'fatal'
-- wait: select pg_catalog.current_setting('log_min_error_statement') = 'panic'
-- fixed
alter system set log_min_messages = warning;
alter system set log_min_error_statement = error;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_min_messages') = 'warning'
-- wait: select pg_catalog.current_setting('log_min_error_statement') = 'error'
