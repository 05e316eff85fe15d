-- clean
create table public.orders (id serial primary key);
insert into public.orders (id) values (2147483000);
create table public."Order ""lines""" ("Order id" integer, line smallint, primary key ("Order id", line));
insert into public."Order ""lines""" select g, mod(g, 30) from pg_catalog.generate_series(1, 2000) as g;
create table public.wide (id bigint primary key);
insert into public.wide values (2147483000);
create table public.parent (id integer, region integer, primary key (id, region)) partition by list (region);
create table public.child partition of public.parent for values in (1);
insert into public.parent select pg_catalog.generate_series(1, 100), 1;
create table public.numbered (id integer generated always as identity, region integer, primary key (id, region))
    partition by list (region);
create table public.numbered_1 partition of public.numbered for values in (1);
insert into public.numbered overriding system value values (2000000000, 1), (2000000001, 1);
analyze public.orders, public."Order ""lines""", public.wide, public.child, public.numbered_1;
-- broken
-- expect: public."Order ""lines"""."Order id"
-- expect: public.parent.id
insert into public."Order ""lines""" values (2000000000, 1), (2000000001, 1);
insert into public.parent values (2000000000, 1);
analyze public."Order ""lines""", public.child;
-- fixed
alter table public."Order ""lines""" alter column "Order id" type bigint;
alter table public.parent alter column id type bigint;
analyze public."Order ""lines""", public.child;
