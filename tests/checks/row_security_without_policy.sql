-- clean
drop role if exists opskit_check_app;
create role opskit_check_app;
create table public.orders (id integer primary key);
alter table public.orders enable row level security;
create policy everybody on public.orders using (true);
-- broken
-- expect: public."Order lines"
create table public."Order lines" (id integer primary key);
grant select on public."Order lines" to opskit_check_app;
alter table public."Order lines" enable row level security;
-- fixed
create policy mine on public."Order lines" using (id > 0);
