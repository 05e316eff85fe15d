-- clean
create table public.parents (id integer primary key, kind integer not null, unique (id, kind), unique (kind, id));
create table public.children (
    id integer primary key, parent_id integer references public.parents (id),
    other_id integer references public.parents (id), kind integer
);
alter table public.children add constraint sparse foreign key (parent_id, kind) references public.parents (id, kind);
create table public.trees (id integer primary key, parent_id integer references public.trees (id));
-- broken
-- expect: public.children.twice
-- expect: public.strict.strict_parent_id_fkey
alter table public.children
    add constraint twice foreign key (kind, parent_id) references public.parents (kind, id) on delete cascade;
create table public.strict (parent_id integer not null references public.parents (id), kind integer not null);
alter table public.strict
    add constraint both_columns foreign key (parent_id, kind) references public.parents (id, kind);
-- fixed
alter table public.children drop constraint twice;
alter table public.strict drop constraint strict_parent_id_fkey;
