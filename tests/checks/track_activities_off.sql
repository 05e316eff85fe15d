-- clean
select 1;
-- broken
-- expect: track_activities
alter system set track_activities = off;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_activities') = 'off'
-- fixed
alter system set track_activities = on;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('track_activities') = 'on'
