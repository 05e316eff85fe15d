-- clean
create table public.parents (id integer primary key);
create table public.children (id integer primary key, parent_id integer references public.parents (id));
create trigger no_idle_updates before update on public.children
    for each row execute function pg_catalog.suppress_redundant_updates_trigger();
-- broken
-- expect: public.children.children_parent_id_fkey
alter table public.children disable trigger all;
-- fixed
alter table public.children enable trigger all;
