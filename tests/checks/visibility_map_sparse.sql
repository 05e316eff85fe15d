-- clean
-- set param: min_bytes = 100000
set synchronous_commit = on;
create table public.orders (id integer primary key, note text) with (autovacuum_enabled = false);
insert into public.orders select g, 'a note' from pg_catalog.generate_series(1, 5000) as g;
vacuum public.orders;
create table public.heap_only (note text);
insert into public.heap_only select 'a note' from pg_catalog.generate_series(1, 5000);
create table public.small (id integer primary key);
insert into public.small select g from pg_catalog.generate_series(1, 500) as g;
analyze public.small;
-- broken
-- set param: min_bytes = 100000
-- expect: public.orders
-- expect: public.readings
create index orders_covering on public.orders (id) include (note);
update public.orders set note = 'another';
analyze public.orders;
create table public.readings (taken_at date primary key, value integer) partition by range (taken_at);
create table public.readings_old partition of public.readings for values from (minvalue) to ('2020-01-01') with (autovacuum_enabled = false);
insert into public.readings select '2019-01-01'::date - g, g from pg_catalog.generate_series(1, 9000) as g;
-- fixed
-- set param: min_bytes = 100000
vacuum public.orders;
vacuum public.readings;
