-- clean
-- set param: ignored = fsync
alter system reset full_page_writes;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('full_page_writes') = 'on'
-- broken
-- set param: ignored = fsync
-- expect: full_page_writes
alter system set full_page_writes = off;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('full_page_writes') = 'off'
-- fixed
-- set param: ignored = fsync
alter system reset full_page_writes;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('full_page_writes') = 'on'
