-- clean
select 1;
-- broken
-- expect: synchronous_standby_names
alter system set synchronous_standby_names = 'ANY 1 (north, south)';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('synchronous_standby_names') = 'ANY 1 (north, south)'
-- fixed
alter system set synchronous_standby_names = '';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('synchronous_standby_names') = ''
