-- clean
drop role if exists opskit_check_app;
create role opskit_check_app login;
-- broken
-- expect: opskit_check_app
-- expect: session_replication_role
alter role opskit_check_app set session_replication_role = replica;
alter role law_nobody set session_replication_role = origin;
alter system set session_replication_role = replica;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('session_replication_role') = 'replica'
-- fixed
alter role opskit_check_app reset session_replication_role;
alter role law_nobody reset session_replication_role;
alter system reset session_replication_role;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('session_replication_role') = 'origin'
