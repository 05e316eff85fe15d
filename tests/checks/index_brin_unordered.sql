-- clean
-- set param: min_bytes = 8192
create table public.readings (id integer, sensor integer, constant integer);
insert into public.readings select g, pg_catalog.hashint4(g), 1 from pg_catalog.generate_series(1, 5000) as g;
create index readings_id on public.readings using brin (id, constant);
create index readings_many on public.readings using brin (sensor int4_minmax_multi_ops);
create index readings_bloom on public.readings using brin (sensor int4_bloom_ops);
analyze public.readings;
-- broken
-- set param: min_bytes = 8192
-- expect: public."readings by sensor"
create index "readings by sensor" on public.readings using brin (id, sensor);
-- fixed
-- set param: min_bytes = 8192
drop index concurrently public."readings by sensor";
