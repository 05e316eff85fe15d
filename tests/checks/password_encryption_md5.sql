-- clean
select 1;
-- broken
-- expect: password_encryption
alter system set password_encryption = 'md5';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('password_encryption') = 'md5'
-- fixed
alter system set password_encryption = 'scram-sha-256';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('password_encryption') = 'scram-sha-256'
