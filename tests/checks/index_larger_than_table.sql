-- clean
-- set param: min_bytes = 50000
create table public.orders (id integer primary key, note text, tags text[]) with (autovacuum_enabled = false);
insert into public.orders select g, pg_catalog.repeat('note ', 20), array['a' || g, 'b' || g, 'c' || g]
    from pg_catalog.generate_series(1, 3000) as g;
create table public.small (id integer primary key);
insert into public.small values (1);
create table public.words (list text[]);
insert into public.words select array['a' || g, 'b' || g, 'c' || g] from pg_catalog.generate_series(1, 3000) as g;
create index words_list on public.words using gin (list);
analyze;
-- broken
-- set param: min_bytes = 50000
-- expect: public."by id"
create table public.counters (id integer, value integer) with (autovacuum_enabled = false);
create index "by id" on public.counters (id);
insert into public.counters select g, g from pg_catalog.generate_series(1, 20000) as g;
delete from public.counters where mod(id, 100) > 0 or id > 2000;
vacuum public.counters;
-- fixed
-- set param: min_bytes = 50000
reindex index concurrently public."by id";
