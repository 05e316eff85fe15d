-- clean
-- set param: min_bytes = 0
select 1;
-- broken
-- set param: min_bytes = 0
-- expect: pg_wal
select pg_catalog.pg_create_physical_replication_slot('opskit_check_slot', true);
alter system set min_wal_size = '32MB';
alter system set max_wal_size = '32MB';
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('max_wal_size') = '32MB'
create table public.orders (id integer);
select pg_catalog.pg_switch_wal();
insert into public.orders values (1);
select pg_catalog.pg_switch_wal();
insert into public.orders values (2);
select pg_catalog.pg_switch_wal();
insert into public.orders values (3);
select pg_catalog.pg_switch_wal();
insert into public.orders values (4);
select pg_catalog.pg_switch_wal();
-- fixed
-- set param: min_bytes = 0
select pg_catalog.pg_drop_replication_slot('opskit_check_slot');
insert into public.orders values (5);
alter system reset max_wal_size;
alter system reset min_wal_size;
select pg_catalog.pg_reload_conf();
-- wait: select pg_catalog.current_setting('max_wal_size') = '1GB'
checkpoint;
