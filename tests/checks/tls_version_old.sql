-- clean
select 1;
-- broken
-- expect: ssl_min_protocol_version
alter system set ssl_min_protocol_version = 'TLSv1';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('ssl_min_protocol_version') = 'TLSv1'
-- fixed
alter system set ssl_min_protocol_version = 'TLSv1.2';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('ssl_min_protocol_version') = 'TLSv1.2'
