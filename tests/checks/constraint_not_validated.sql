-- clean
create table public.orders (id integer primary key, quantity integer constraint ordered check (quantity > 0));
-- broken
-- expect: public.orders.in_stock
alter table public.orders add constraint in_stock check (quantity < 1000) not valid;
-- fixed
alter table public.orders validate constraint in_stock;
