-- clean
-- set param: min_bytes = 0
alter system set autovacuum_vacuum_cost_limit = 2000;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('autovacuum_vacuum_cost_limit') = '2000'
-- broken
-- set param: min_bytes = 0
-- expect: autovacuum_vacuum_cost_limit
alter system reset autovacuum_vacuum_cost_limit;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('autovacuum_vacuum_cost_limit') = '-1'
-- fixed
-- set param: min_bytes = 0
alter system set autovacuum_vacuum_cost_limit = 2000;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('autovacuum_vacuum_cost_limit') = '2000'
