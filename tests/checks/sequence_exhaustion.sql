-- clean
create table public.orders (id serial primary key);
create sequence public.unlimited;
select pg_catalog.setval('public.unlimited', 2147483647);
create sequence public.around maxvalue 10 cycle;
select pg_catalog.setval('public.around', 10);
-- broken
-- expect: public.narrow_id_seq
create table public.narrow (id integer primary key);
create sequence public.narrow_id_seq as bigint owned by public.narrow.id;
alter table public.narrow alter column id set default pg_catalog.nextval('public.narrow_id_seq');
select pg_catalog.setval('public.narrow_id_seq', 2000000000);
-- fixed
alter table public.narrow alter column id type bigint;
