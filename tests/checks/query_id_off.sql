-- clean
select 1;
-- broken
-- expect: compute_query_id
alter system set compute_query_id = off;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('compute_query_id') = 'off'
-- fixed
alter system set compute_query_id = auto;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('compute_query_id') = 'auto'
