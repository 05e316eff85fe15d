-- clean
create table public.orders (id integer primary key, "placed at" date, document text);
insert into public.orders select g, '2026-01-01', 'text' from pg_catalog.generate_series(1, 2000) as g;
create index orders_placed on public.orders ("placed at") include (document);
create index orders_lower on public.orders (lower(document));
alter table public.orders alter column document set statistics 0;
create table public.small (id integer primary key);
alter table public.small alter column id set statistics 0;
analyze;
-- broken
-- expect: public.orders
alter table public.orders alter column "placed at" set statistics 0;
alter index public.orders_lower alter column 1 set statistics 0;
-- fixed
alter index public.orders_lower alter column 1 set statistics -1;
alter table public.orders alter column "placed at" set statistics -1;
analyze public.orders;
