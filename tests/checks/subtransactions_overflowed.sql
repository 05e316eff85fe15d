-- clean
create table public.orders (id integer);
-- broken
-- expect: postgres
-- in session a:
begin;
-- in session a:
do $$ begin for i in 1 .. 70 loop begin insert into public.orders values (i); exception when others then null; end; end loop; end $$;
-- fixed
select 1;
