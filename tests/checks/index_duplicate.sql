-- clean
create table public.t (a integer not null, b integer, c text, c10 integer, primary key (a));
create index t_b on public.t (b);
create index t_b_c on public.t (b, c);
create index t_b_c_desc on public.t (b, c desc);
create index t_b_partial on public.t (b) where c is not null;
create index t_b_hash on public.t using hash (b);
create index t_b_covering on public.t (b) include (c);
create index t_c on public.t (c);
create index t_c_collated on public.t (c collate "C");
create index t_c_pattern on public.t (c text_pattern_ops);
create index t_lower on public.t (lower(c));
create index t_upper on public.t (upper(c));
create index t_c10 on public.t (c10);
create unique index t_c10_a on public.t (c10, a);
alter table public.t add constraint t_c10_a_later unique (c10, a) deferrable;
create table public.parent (a integer, b integer) partition by range (a);
create table public.child partition of public.parent for values from (0) to (100);
create index parent_b on public.parent (b);
create unique index t_a_referred on public.t (a, c10);
create unique index t_a_other_way on public.t (a desc, c10);
create table public.refers (a integer, c10 integer, foreign key (a, c10) references public.t (a, c10));
create index t_b_invalid on public.t (b);
update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.t_b_invalid'::regclass;
create table public.documents (words tsvector, code text);
create index documents_small on public.documents using gist (words tsvector_ops (siglen = 64));
create index documents_large on public.documents using gist (words tsvector_ops (siglen = 256));
create unique index documents_code on public.documents (code);
do $$ begin if pg_catalog.current_setting('server_version_num')::integer >= 150000 then execute 'create unique index documents_code_once on public.documents (code) nulls not distinct'; end if; end $$;
-- broken
-- expect: public.t_a_again
create index t_a_again on public.t (a desc);
-- expect: public.parent_b_again
create index parent_b_again on public.parent (b desc);
-- expect: public.child_b_again
create index child_b_again on public.child (b);
-- expect: public.t_first
create unique index t_first on public.t (a, c10);
-- fixed
drop index concurrently public.t_a_again;
drop index concurrently public.child_b_again;
drop index public.parent_b_again;
drop index concurrently public.t_first;
