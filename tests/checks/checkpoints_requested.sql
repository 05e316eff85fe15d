-- clean
-- set param: min_checkpoints = 0
do $$ begin execute case when pg_catalog.current_setting('server_version_num')::integer < 170000
    then 'create view public.counted as select checkpoints_req as requested from pg_catalog.pg_stat_bgwriter'
    else 'create view public.counted as select num_requested as requested from pg_catalog.pg_stat_checkpointer' end; end $$;
select pg_catalog.pg_sleep(1.1);
select pg_catalog.pg_stat_reset_shared(
    case when pg_catalog.current_setting('server_version_num')::integer < 170000 then 'bgwriter' else 'checkpointer' end
);
-- wait: select requested = 0 from public.counted
-- broken
-- set param: min_checkpoints = 1
-- expect: max_wal_size
create table public.orders (id integer primary key);
checkpoint;
-- wait: select requested > 0 from public.counted
-- fixed
-- set param: min_checkpoints = 0
select pg_catalog.pg_sleep(1.1);
select pg_catalog.pg_stat_reset_shared(
    case when pg_catalog.current_setting('server_version_num')::integer < 170000 then 'bgwriter' else 'checkpointer' end
);
-- wait: select requested = 0 from public.counted
