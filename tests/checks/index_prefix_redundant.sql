-- clean
create table public.t (a integer, b integer, c text);
create unique index t_a on public.t (a);
create index t_a_b on public.t (a, b);
create index t_b_later_a on public.t (b desc, a);
create index t_c_collated on public.t (c collate "C");
create index t_c_b on public.t (c, b);
create index t_b_partial on public.t (b) where c is not null;
create index t_b_with_c on public.t (b) include (c);
create index t_b_a_other_way on public.t (b, a);
-- broken
-- expect: public.t_c
create index t_c on public.t (c);
-- fixed
drop index concurrently public.t_c;
