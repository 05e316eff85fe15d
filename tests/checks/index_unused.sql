-- clean
-- set param: min_days = 0
-- set param: min_bytes = 8193
create table public.parents (id integer primary key, code text, note text, unique (code));
create unique index parents_note on public.parents (note);
create table public.children (id integer, parent_id integer references public.parents (id), position integer);
create index children_parent_id on public.children (parent_id, id);
create index children_partly on public.children (parent_id) where parent_id is not null;
create index children_position on public.children (position);
cluster public.children using children_position;
insert into public.children select g, null, g from pg_catalog.generate_series(1, 2000) as g;
create table public.small (id integer);
create index small_id on public.small (id);
create table public.readings (taken_at date, value integer) partition by range (taken_at);
create table public.readings_old partition of public.readings for values from (minvalue) to ('2020-01-01');
create table public.readings_new partition of public.readings for values from ('2020-01-01') to (maxvalue);
create index readings_taken_at on public.readings (taken_at);
set enable_seqscan = off;
select pg_catalog.count(value) from public.readings where taken_at = '2019-05-05';
-- wait: select idx_scan > 0 from pg_catalog.pg_stat_all_indexes where indexrelname = 'readings_old_taken_at_idx'
-- broken
-- set param: min_days = 0
-- set param: min_bytes = 8193
-- expect: public."children's ids"
-- expect: public.readings_value
create index "children's ids" on public.children (id);
create index readings_value on public.readings (value);
-- fixed
-- set param: min_days = 0
-- set param: min_bytes = 8193
drop index concurrently public."children's ids";
drop index public.readings_value;
