-- clean
alter system set track_wal_io_timing = on;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_wal_io_timing') = 'on'
-- broken
-- expect: track_wal_io_timing
alter system reset track_wal_io_timing;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_wal_io_timing') = 'off'
-- fixed
alter system set track_wal_io_timing = on;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_wal_io_timing') = 'on'
