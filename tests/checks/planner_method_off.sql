-- clean
drop role if exists opskit_check_planner;
create role opskit_check_planner;
alter role opskit_check_planner set enable_nestloop = on;
alter role opskit_check_planner set enable_partitionwise_join = off;
set enable_seqscan = off;
-- broken
-- expect: enable_nestloop of role opskit_check_planner
-- expect: enable_hashjoin
alter role opskit_check_planner set enable_nestloop = off;
alter system set enable_hashjoin = off;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('enable_hashjoin') = 'off'
-- fixed
alter role opskit_check_planner reset enable_nestloop;
alter system reset enable_hashjoin;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('enable_hashjoin') = 'on'
drop role opskit_check_planner;
