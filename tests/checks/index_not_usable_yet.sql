-- clean
create table public.orders (id integer, state text);
insert into public.orders select g, 'new' from pg_catalog.generate_series(1, 10) as g;
create table public.others (id integer);
-- in session a:
begin isolation level repeatable read;
-- in session a:
insert into public.others values (1);
create index orders_id on public.orders (id);
-- broken
-- expect: public.orders_state
update public.orders set state = 'paid' where id < 5;
create index orders_state on public.orders (state);
-- fixed
select 1;
