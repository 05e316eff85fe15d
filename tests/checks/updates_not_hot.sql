-- clean
-- set param: min_updates = 1000
-- set param: min_days = 0
create table public.orders (id integer primary key, state text) with (fillfactor = 30, autovacuum_enabled = false);
insert into public.orders select g, 'new' from pg_catalog.generate_series(1, 2000) as g;
update public.orders set state = 'paid';
create table public.plain (state text);
insert into public.plain select 'new' from pg_catalog.generate_series(1, 2000);
update public.plain set state = 'paid';
create table public.quiet (id integer primary key);
insert into public.quiet select g from pg_catalog.generate_series(1, 500) as g;
update public.quiet set id = id + 1000;
-- wait: select n_tup_upd = 2000 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- wait: select n_tup_upd = 2000 from pg_catalog.pg_stat_all_tables where relid = 'public.plain'::regclass
-- broken
-- set param: min_updates = 1000
-- set param: min_days = 0
-- expect: public.orders
-- expect: public."Full pages"
create index orders_state on public.orders (state);
update public.orders set state = 'sent';
update public.orders set state = 'done';
update public.orders set state = 'back';
create table public."Full pages" (id integer primary key, state text) with (autovacuum_enabled = false);
insert into public."Full pages" select g, 'new' from pg_catalog.generate_series(1, 2000) as g;
update public."Full pages" set state = 'paid';
-- wait: select n_tup_upd = 8000 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- wait: select n_tup_upd = 2000 from pg_catalog.pg_stat_all_tables where relid = 'public."Full pages"'::regclass
-- fixed
-- set param: min_updates = 1000
-- set param: min_days = 0
drop index concurrently public.orders_state;
alter table public."Full pages" set (fillfactor = 50);
vacuum full public."Full pages";
select pg_catalog.pg_sleep(1.1);
select pg_catalog.pg_stat_reset_single_table_counters('public.orders'::regclass);
select pg_catalog.pg_stat_reset_single_table_counters('public."Full pages"'::regclass);
update public."Full pages" set state = 'sent';
-- wait: select n_tup_upd = 0 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- wait: select n_tup_upd = 2000 from pg_catalog.pg_stat_all_tables where relid = 'public."Full pages"'::regclass
