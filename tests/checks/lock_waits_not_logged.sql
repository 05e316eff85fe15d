-- clean
alter system reset log_lock_waits;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_lock_waits') = 'on'
-- broken
-- expect: log_lock_waits
alter system set log_lock_waits = off;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_lock_waits') = 'off'
-- fixed
alter system reset log_lock_waits;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('log_lock_waits') = 'on'
