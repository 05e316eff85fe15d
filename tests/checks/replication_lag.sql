-- clean
create extension dblink;
create table public.orders (id integer, note text);
-- broken
-- set param: warn_bytes = 1000000
-- expect: standby "standby two"
select public.dblink_connect(
    'standby',
    'replication=true client_encoding=UTF8 user=postgres application_name=''standby two'' host='
        || pg_catalog.quote_literal(pg_catalog.current_setting('unix_socket_directories'))
        || ' port=' || pg_catalog.current_setting('port')
);
select public.dblink_send_query('standby', 'START_REPLICATION PHYSICAL ' || pg_catalog.pg_current_wal_flush_lsn()::text);
-- wait: select exists (select from pg_catalog.pg_stat_replication where state = 'streaming')
insert into public.orders select g, pg_catalog.repeat('x', 1000) from pg_catalog.generate_series(1, 20000) as g;
-- fixed
select public.dblink_disconnect('standby');
-- wait: select not exists (select from pg_catalog.pg_stat_replication)
