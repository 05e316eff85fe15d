-- clean
create schema tools;
grant usage on schema tools to public;
create extension amcheck schema tools;
create table public."Orders" (id integer, note text) with (autovacuum_enabled = off);
insert into public."Orders" select g, 'order ' || g from pg_catalog.generate_series(1, 500) as g;
-- broken
-- expect: public."Orders"
select pg_catalog.pg_current_xact_id();
update pg_catalog.pg_class set relfrozenxid = pg_catalog.pg_current_xact_id()::xid
where oid = 'public."Orders"'::regclass;
create table public.held (id integer);
-- in session holder:
begin; lock table public.held in access exclusive mode;
-- fixed
create table public.saved as table public."Orders";
drop table public."Orders";
alter table public.saved rename to "Orders";
