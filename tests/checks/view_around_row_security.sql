-- clean
drop role if exists opskit_check_app;
create role opskit_check_app;
drop role if exists opskit_check_reader;
create role opskit_check_reader;
create table public.orders (id integer primary key, owner name);
alter table public.orders enable row level security;
create policy mine on public.orders using (owner = current_user);
grant select on public.orders to opskit_check_app;
create view public.unseen as select * from public.orders;
create view public.by_app as select * from public.orders;
alter view public.by_app owner to opskit_check_app;
grant select on public.by_app to opskit_check_reader;
-- broken
-- expect: public."All orders"
-- expect: public.nested
-- expect: public.kept
create view public."All orders" as select * from public.orders;
grant select on public."All orders" to opskit_check_reader;
create view public.nested as select id from public.unseen;
grant select on public.nested to public;
create materialized view public.kept as select * from public.orders;
grant select on public.kept to opskit_check_reader;
-- fixed
alter view public."All orders" owner to opskit_check_app;
drop view public.nested;
revoke select on public.kept from opskit_check_reader;
