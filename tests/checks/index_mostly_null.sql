-- clean
-- set param: min_bytes = 30000
create table public.orders (id integer primary key, coupon text, state text not null, "sent by" text);
insert into public.orders select g, case when mod(g, 3) > 0 then 'c' || g end, 'new', null
    from pg_catalog.generate_series(1, 3000) as g;
create index orders_coupon on public.orders (coupon);
create unique index orders_sent_once on public.orders ("sent by");
create table public.small as select null::text as note from pg_catalog.generate_series(1, 10);
create index small_note on public.small (note);
create index orders_state on public.orders (state);
create index orders_sent on public.orders ("sent by") where "sent by" is not null;
create table public.readings (taken_at date, value integer) partition by range (taken_at);
create table public.readings_old partition of public.readings for values from (minvalue) to ('2020-01-01');
create table public.readings_new partition of public.readings for values from ('2020-01-01') to (maxvalue);
insert into public.readings select '2019-05-05', null from pg_catalog.generate_series(1, 900) as g;
insert into public.readings select '2020-05-05', null from pg_catalog.generate_series(1, 900) as g;
analyze;
-- broken
-- set param: min_bytes = 30000
-- expect: public."orders sent by"
-- expect: public.readings_value
create index "orders sent by" on public.orders ("sent by") with (fillfactor = 80);
create index readings_value on public.readings (value);
analyze;
-- fixed
-- set param: min_bytes = 30000
create index concurrently "orders sent by_not_null" on public.orders using btree ("sent by") with (fillfactor = '80') where "sent by" is not null;
drop index concurrently public."orders sent by";
create index readings_value_not_null on public.readings using btree (value) where value is not null;
drop index public.readings_value;
