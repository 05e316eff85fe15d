-- clean
-- set param: min_bytes = 100000
create table public.orders (id integer primary key, placed_at date, note text);
insert into public.orders select g, '2026-01-01'::date + mod(g, 100), pg_catalog.repeat('note ', 30)
    from pg_catalog.generate_series(1, 5000) as g;
create index on public.orders (placed_at);
create table public.small (id integer primary key, code integer unique, other integer unique);
insert into public.small values (1, 1, 1);
analyze;
-- wait: select n_tup_ins = 5000 from pg_catalog.pg_stat_all_tables where relid = 'public.orders'::regclass
-- broken
-- set param: min_bytes = 100000
-- expect: public."Order lines"
create table public."Order lines" (a integer, b integer, c integer) partition by range (a);
create table public.lines_old partition of public."Order lines" for values from (minvalue) to (1000);
create table public.lines_new partition of public."Order lines" for values from (1000) to (maxvalue);
insert into public."Order lines" select g, pg_catalog.hashint4(g), pg_catalog.hashint4(-g) from pg_catalog.generate_series(1, 5000) as g;
create index lines_a_b on public."Order lines" (a, b);
create index lines_b_c on public."Order lines" (b, c);
create index lines_b_a on public."Order lines" (b, a);
create index lines_c_a on public."Order lines" (c, a);
create index lines_c_b on public."Order lines" (c, b);
analyze;
-- wait: select n_tup_ins = 4001 from pg_catalog.pg_stat_all_tables where relid = 'public.lines_new'::regclass
-- fixed
-- set param: min_bytes = 100000
drop index public.lines_b_c, public.lines_b_a, public.lines_c_a, public.lines_c_b;
