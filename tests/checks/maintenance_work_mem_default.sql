-- clean
select 1;
-- broken
-- set param: min_bytes = 0
-- expect: maintenance_work_mem
select 1;
-- fixed
-- set param: min_bytes = 0
alter system set maintenance_work_mem = '1GB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('maintenance_work_mem') = '1GB'
