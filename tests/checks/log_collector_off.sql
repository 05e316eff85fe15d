-- clean
-- set param: read_elsewhere = true
select 1;
-- broken
-- set param: read_elsewhere = true
-- expect: logging_collector
alter system set log_destination = 'stderr,csvlog';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_destination') = 'stderr,csvlog'
-- fixed
-- set param: read_elsewhere = true
alter system reset log_destination;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_destination') = 'stderr'
