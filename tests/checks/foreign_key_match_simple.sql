-- clean
create table public.parents (tenant integer, id integer, primary key (tenant, id));
create table public.optional (tenant integer not null, parent_id integer);
alter table public.optional add foreign key (tenant, parent_id) references public.parents (tenant, id);
create table public.full_match (tenant integer, parent_id integer);
alter table public.full_match add foreign key (tenant, parent_id) references public.parents (tenant, id) match full;
-- broken
-- expect: public."Half filled".parent
create table public."Half filled" (tenant integer, "Parent" integer);
alter table public."Half filled"
    add constraint parent foreign key (tenant, "Parent") references public.parents (tenant, id);
-- fixed
alter table public."Half filled" add check (pg_catalog.num_nulls(tenant, "Parent") in (0, 2)) not valid;
