-- clean
create table public.orders (id integer primary key, note text);
create table public.one_of (email text, phone text, check (pg_catalog.num_nonnulls(email, phone) > 0));
create table public.stamped (note text, added timestamptz default pg_catalog.now());
-- broken
-- expect: public."Order notes"
create table public."Order notes" (order_id integer, note text);
-- fixed
alter table public."Order notes" add check (order_id is not null) not valid;
