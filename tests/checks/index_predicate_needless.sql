-- clean
create table public.orders (id integer primary key, coupon text, state text not null, "sent at" date not null);
create index orders_coupon on public.orders (coupon) where coupon is not null;
create index orders_state on public.orders ("sent at") where state <> 'sent';
-- broken
-- expect: public."orders' sent"
create unique index "orders' sent" on public.orders ("sent at" desc, id) include (coupon) with (fillfactor = 80) where "sent at" is not null;
-- fixed
create unique index concurrently "orders' sent_full" on public.orders using btree ("sent at" desc, id) include (coupon) with (fillfactor = '80');
drop index concurrently public."orders' sent";
