-- clean
drop role if exists "check commit";
create role "check commit" login;
alter system set synchronous_commit = on;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('synchronous_commit') = 'on'
-- broken
-- expect: synchronous_commit
-- expect: role "check commit"
alter role "check commit" set synchronous_commit = off;
alter system set synchronous_commit = off;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('synchronous_commit') = 'off'
-- fixed
alter role "check commit" reset synchronous_commit;
alter system set synchronous_commit = on;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('synchronous_commit') = 'on'
