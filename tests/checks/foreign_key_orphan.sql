-- clean
create table public.parents (id integer primary key, "Kind" text, unique ("Kind", id));
create table public.children (id integer primary key, parent_id bigint references public.parents (id));
create table public.pairs (parent_id integer, kind text);
alter table public.pairs add foreign key (parent_id, kind) references public.parents (id, "Kind");
create table public.parted (id integer primary key) partition by range (id);
create table public.parted_1 partition of public.parted for values from (0) to (100);
create table public.leaves (id integer references public.parted (id)) partition by range (id);
create table public.leaves_1 partition of public.leaves for values from (0) to (100);
insert into public.parents values (1, 'a');
insert into public.children values (1, 1), (2, null);
insert into public.pairs values (7, null), (1, 'a');
insert into public.parted values (1);
insert into public.leaves values (1);
-- broken
-- expect: public.children.children_parent_id_fkey
-- expect: public.leaves.leaves_id_fkey
set session_replication_role = replica;
insert into public.children values (3, 8);
insert into public.leaves values (9);
reset session_replication_role;
create table public.held (parent_id integer references public.parents (id));
-- in session holder:
begin; lock table public.held in access exclusive mode;
-- fixed
delete from public.children where id = 3;
delete from public.leaves where id = 9;
