-- clean
select 1;
-- broken
-- set param: min_bytes = 0
-- expect: random_page_cost
-- expect: effective_cache_size
select 1;
-- fixed
-- set param: min_bytes = 0
alter system set random_page_cost = 1.1;
alter system set effective_cache_size = '1GB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('effective_cache_size') = '1GB'
