-- clean
create table public.t (a integer, b integer, c text);
create unique index t_a on public.t (a);
create index t_a_b on public.t (a, b);
create index t_b_later_a on public.t (b desc, a);
create index t_c_collated on public.t (c collate "C");
create index t_c_b on public.t (c, b);
create index t_b_partial on public.t (b) where c is not null;
create index t_b_with_c on public.t (b) include (c);
create table public.u (a integer, b integer, c integer);
create index u_a_with_c on public.u (a) include (c);
create index u_a_b_with_a on public.u (a, b) include (a);
create index u_b on public.u (b);
create index u_b_invalid on public.u (b, c);
update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.u_b_invalid'::regclass;
create table public.parent (a integer, b integer) partition by range (a);
create table public.child partition of public.parent for values from (0) to (100);
create index parent_b on public.parent (b);
create index t_b_a_other_way on public.t (b, a);
-- broken
-- expect: public.t_c
create index t_c on public.t (c);
-- expect: public.u_c
create index u_c on public.u (c) include (a);
create index u_c_a on public.u (c, a);
-- expect: public.t_b
create index t_b on public.t (b);
-- expect: public.child_b
create index child_b_a on public.child (b desc, a desc) include (a);
create index child_b on public.child (b desc);
-- expect: public.parent_a
create index parent_a on public.parent (a);
create index parent_a_b on public.parent (a, b);
-- fixed
drop index concurrently public.t_c;
drop index concurrently public.t_b;
drop index concurrently public.u_c;
drop index concurrently public.child_b;
drop index concurrently public.child_b_a;
drop index public.parent_a;
