-- clean
create domain public.country as varchar(2);
create table public.customers (id bigint primary key, country public.country unique);
create table public.visits (customer_id bigint references public.customers (id), country text);
alter table public.visits add foreign key (country) references public.customers (country);
-- broken
-- expect: public.orders.orders_customer_id_fkey
create table public.orders (id bigint primary key, customer_id integer references public.customers (id));
-- fixed
alter table public.orders alter column customer_id type bigint;
