-- clean
-- set param: min_bytes = 50000
create table public.readings (id integer, sensor integer, constant integer);
insert into public.readings select g, pg_catalog.hashint4(g), 1 from pg_catalog.generate_series(1, 5000) as g;
create index readings_id on public.readings using brin (id, constant);
create index readings_many on public.readings using brin (sensor int4_minmax_multi_ops);
create index readings_bloom on public.readings using brin (sensor int4_bloom_ops);
create table public.small (id integer);
insert into public.small select pg_catalog.hashint4(g) from pg_catalog.generate_series(1, 500) as g;
create index small_id on public.small using brin (id);
analyze;
-- broken
-- set param: min_bytes = 50000
-- expect: public."readings by sensor"
create index "readings by sensor" on public.readings using brin (id, sensor);
-- fixed
-- set param: min_bytes = 50000
drop index concurrently public."readings by sensor";
