-- clean
create table public.readings (taken_at date, value integer) partition by range (taken_at);
create table public.readings_old partition of public.readings for values from (minvalue) to ('2020-01-01');
create table public.readings_new partition of public.readings for values from ('2020-01-01') to (maxvalue) partition by list (value);
create table public.readings_new_1 partition of public.readings_new for values in (1);
insert into public.readings select '2019-01-01', g from pg_catalog.generate_series(1, 2000) as g;
insert into public.readings select '2021-01-01', 1 from pg_catalog.generate_series(1, 2000) as g;
analyze public.readings;
create table public.empty (taken_at date) partition by range (taken_at);
create table public.tiny (id integer) partition by hash (id);
create table public.tiny_0 partition of public.tiny for values with (modulus 1, remainder 0);
insert into public.tiny select g from pg_catalog.generate_series(1, 10) as g;
analyze public.tiny_0;
-- broken
-- expect: public.readings
-- expect: public."never analyzed"
insert into public.readings select '2021-01-01', 1 from pg_catalog.generate_series(1, 5000) as g;
analyze public.readings_new_1;
create table public."never analyzed" (id integer) partition by hash (id);
create table public.never_0 partition of public."never analyzed" for values with (modulus 1, remainder 0);
insert into public."never analyzed" select g from pg_catalog.generate_series(1, 2000) as g;
analyze public.never_0;
-- fixed
analyze public.readings;
analyze public."never analyzed";
