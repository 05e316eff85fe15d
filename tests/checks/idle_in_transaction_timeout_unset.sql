-- clean
drop role if exists opskit_check_app;
create role opskit_check_app login;
alter role opskit_check_app set idle_in_transaction_session_timeout = '60s';
create table public.orders (id integer primary key);
grant select on public.orders to opskit_check_app;
-- broken
-- expect: opskit_check_app
alter role opskit_check_app reset idle_in_transaction_session_timeout;
-- fixed
alter role opskit_check_app set idle_in_transaction_session_timeout = '60s';
