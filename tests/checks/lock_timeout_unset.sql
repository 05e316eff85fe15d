-- clean
drop role if exists opskit_check_app;
create role opskit_check_app login;
alter role opskit_check_app set lock_timeout = '5s';
create table public.orders (id integer primary key);
alter table public.orders owner to opskit_check_app;
-- broken
-- expect: opskit_check_app
alter role opskit_check_app reset lock_timeout;
-- fixed
alter role opskit_check_app set lock_timeout = '5s';
