-- clean
create table public.orders (id integer primary key);
create temporary table scratch (id integer);
-- broken
-- expect: public.carts
-- expect: public.events
create unlogged table public.carts (id integer);
insert into public.carts values (1);
create table public.events (id integer) partition by range (id);
create unlogged table public.events_1 partition of public.events for values from (0) to (9);
create unlogged table public.held (id integer);
-- in session holder:
begin; lock table public.held in access exclusive mode;
-- fixed
alter table public.held set logged;
alter table public.carts set logged;
alter table public.events_1 set logged;
