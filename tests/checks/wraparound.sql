-- clean
create table public.orders (id integer primary key);
-- broken
-- set param: warn_xids = 1
select 1;
-- fixed
vacuum (freeze) public.orders;
