-- clean
create table public.users (id integer primary key, email text, town text, postcode text) with (autovacuum_enabled = false);
insert into public.users select g, 'Mail' || g, 'town', 'code' from pg_catalog.generate_series(1, 2000) as g;
create table public.few (email text);
insert into public.few select 'Mail' || g from pg_catalog.generate_series(1, 10) as g;
create index few_email on public.few (lower(email));
create index users_lower on public.users (lower(email));
create index users_none on public.users (lower(email)) where id < 0;
create index users_plain on public.users (email);
create statistics public.users_place on town, postcode from public.users;
analyze public.users;
create index users_no_target on public.users (lower(town));
alter index public.users_no_target alter column 1 set statistics 0;
create statistics public.users_no_target on id, town from public.users;
alter statistics public.users_no_target set statistics 0;
-- broken
-- expect: public."users' upper"
-- expect: public.users_names
-- expect: public.readings_day
create index "users' upper" on public.users (upper(email), id);
create statistics public.users_names on email, town from public.users;
create table public.readings (taken_at timestamp, value integer) partition by range (taken_at);
create table public.readings_old partition of public.readings for values from (minvalue) to ('2020-01-01');
insert into public.readings select '2019-01-01'::timestamp + pg_catalog.make_interval(hours => g), g
    from pg_catalog.generate_series(1, 3000) as g;
create index readings_day on public.readings ((taken_at::date));
-- fixed
analyze public.users;
analyze public.readings;
