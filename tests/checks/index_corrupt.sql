-- clean
create schema tools;
grant usage on schema tools to public;
create extension amcheck schema tools;
create table public."Orders" (id integer primary key, note text);
insert into public."Orders" select g, 'order ' || g from pg_catalog.generate_series(1, 5000) as g;
-- broken
-- expect: public."Orders_pkey"
update pg_catalog.pg_index set indoption = '1' where indexrelid = 'public."Orders_pkey"'::regclass;
create table public.held (id integer primary key);
-- in session holder:
begin; lock table public.held in access exclusive mode;
-- fixed
reindex index concurrently public."Orders_pkey";
