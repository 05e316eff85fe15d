-- clean
-- set param: min_seconds = 0
create table public.orders (id integer primary key);
-- broken
-- set param: min_seconds = 0
-- expect: 'order 7'
begin;
insert into public.orders values (7);
prepare transaction 'order 7';
-- fixed
-- set param: min_seconds = 0
rollback prepared 'order 7';
