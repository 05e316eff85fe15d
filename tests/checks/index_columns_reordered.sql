-- clean
-- set param: min_bytes = 8193
create table public.t (a integer, b integer, c text, d integer);
insert into public.t select g, g, 'c', g from pg_catalog.generate_series(1, 1000) as g;
create index t_a_b_c on public.t (a, b, c);
create index t_b_a_c on public.t (b, a, c);
create index t_a_b_d on public.t (a, b, d);
create index t_a_c_b_collated on public.t (a, c collate "C", b);
create index t_a_c_b_partial on public.t (a, c, b) where d > 0;
create index t_a_c_b_more on public.t (a, c, b) include (d);
create index t_b_d on public.t (b, d);
create index t_d_b on public.t (d, b);
create unique index t_c_a_b on public.t (c, a, b);
create unique index t_c_b_a on public.t (c, b, a);
create table public.small (a integer, b integer, c integer);
create index small_a_b_c on public.small (a, b, c);
create index small_a_c_b on public.small (a, c, b);
-- broken
-- set param: min_bytes = 8193
-- expect: public."t's d c"
-- expect: public.parent_a_c_b
create unique index t_d_b_c on public.t (d, b, c);
create index "t's d c" on public.t (d, c desc, b);
create table public.parent (a integer, b integer, c integer) partition by range (a);
create table public.child partition of public.parent for values from (0) to (100);
create table public.other partition of public.parent for values from (100) to (200);
create unique index parent_a_b_c on public.parent (a, b, c);
create index parent_a_c_b on public.parent (a, c, b);
-- fixed
-- set param: min_bytes = 8193
drop index concurrently public."t's d c";
drop index public.parent_a_c_b;
