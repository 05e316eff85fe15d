-- clean
-- set param: min_bytes = 100000
create table public.events (id integer) partition by range (id);
create table public.events_1 partition of public.events for values from (0) to (100000);
insert into public.events select pg_catalog.generate_series(1, 20000);
create table public.small (id integer);
insert into public.small values (1);
analyze public.events, public.events_1, public.small;
-- broken
-- set param: min_bytes = 100000
-- expect: public."Log"
create table public."Log" (id integer);
insert into public."Log" select pg_catalog.generate_series(100001, 120000);
analyze public."Log";
-- fixed
-- set param: min_bytes = 100000
alter table public.events attach partition public."Log" for values from (100000) to (200000);
