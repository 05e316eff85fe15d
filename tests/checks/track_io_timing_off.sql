-- clean
alter system reset track_io_timing;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_io_timing') = 'on'
-- broken
-- expect: track_io_timing
alter system set track_io_timing = off;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_io_timing') = 'off'
-- fixed
alter system reset track_io_timing;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_io_timing') = 'on'
