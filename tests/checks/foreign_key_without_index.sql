-- clean
create table public.parents (id integer primary key, kind integer not null, unique (kind, id));
create table public.single (id integer primary key, parent_id integer references public.parents (id));
create index single_parent_id on public.single (parent_id, id);
create table public.sparse (id integer primary key, parent_id integer references public.parents (id));
create index sparse_parent_id on public.sparse (parent_id) where parent_id is not null;
create table public.pairs (parent_id integer, kind integer, note text);
alter table public.pairs add foreign key (kind, parent_id) references public.parents (kind, id);
create index pairs_any_order on public.pairs (parent_id, kind, note);
-- broken
-- expect: public.children.children_parent_id_fkey
create table public.children (id integer primary key, parent_id integer references public.parents (id));
create index children_wrong_start on public.children (id, parent_id);
create index children_partial on public.children (parent_id) where id > 0;
-- fixed
create index concurrently on public.children (parent_id);
