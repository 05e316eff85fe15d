-- clean
-- set param: warn_xids = 5
create table public.orders (id integer primary key);
-- broken
-- set param: warn_xids = 5
-- expect: session of postgres with 'report; drop table x'
-- expect: prepared transaction 'order 7'
-- in session a:
set application_name = 'report; drop table x';
-- in session a:
begin isolation level repeatable read;
-- in session a:
select 1;
begin;
insert into public.orders values (7);
prepare transaction 'order 7';
insert into public.orders values (1);
insert into public.orders values (2);
insert into public.orders values (3);
insert into public.orders values (4);
insert into public.orders values (5);
insert into public.orders values (6);
-- fixed
-- set param: warn_xids = 5
rollback prepared 'order 7';
