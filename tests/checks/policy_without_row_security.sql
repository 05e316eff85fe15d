-- clean
create table public.orders (id integer primary key);
alter table public.orders enable row level security;
create policy mine on public.orders using (id > 0);
-- broken
-- expect: public.orders
alter table public.orders disable row level security;
-- fixed
alter table public.orders enable row level security;
