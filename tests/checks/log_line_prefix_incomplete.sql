-- clean
alter system set log_line_prefix = '%m [%p] %q%-10u@%d/%a ';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_line_prefix') = '%m [%p] %q%-10u@%d/%a '
-- broken
-- expect: log_line_prefix
alter system set log_line_prefix = '%%m %p %u@%d ';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_line_prefix') = '%%m %p %u@%d '
-- fixed
alter system set log_line_prefix = '%m [%p] %q%u@%d/%a ';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_line_prefix') = '%m [%p] %q%u@%d/%a '
