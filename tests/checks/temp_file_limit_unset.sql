-- clean
alter system set temp_file_limit = '10GB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('temp_file_limit') = '10GB'
-- broken
-- expect: temp_file_limit
alter system reset temp_file_limit;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('temp_file_limit') = '-1'
-- fixed
alter system set temp_file_limit = '10GB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('temp_file_limit') = '10GB'
