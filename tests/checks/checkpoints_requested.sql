-- clean
-- set param: min_checkpoints = 0
select pg_catalog.pg_sleep(1.1);
select pg_catalog.pg_stat_reset_shared(
    case when pg_catalog.current_setting('server_version_num')::integer < 170000 then 'bgwriter' else 'checkpointer' end
);
select pg_catalog.pg_sleep(0.6);
-- broken
-- set param: min_checkpoints = 1
-- expect: max_wal_size
create table public.orders (id integer primary key);
checkpoint;
select pg_catalog.pg_sleep(0.6);
-- fixed
-- set param: min_checkpoints = 0
select pg_catalog.pg_sleep(1.1);
select pg_catalog.pg_stat_reset_shared(
    case when pg_catalog.current_setting('server_version_num')::integer < 170000 then 'bgwriter' else 'checkpointer' end
);
select pg_catalog.pg_sleep(0.6);
