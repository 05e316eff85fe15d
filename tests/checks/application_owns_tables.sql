-- clean
drop role if exists opskit_check_owner;
create role opskit_check_owner login;
create table public.orders (id integer primary key);
alter table public.orders owner to opskit_check_owner;
-- broken
-- expect: opskit_check_owner
-- in session a as opskit_check_owner:
set application_name = 'shop';
-- fixed
select 1;
