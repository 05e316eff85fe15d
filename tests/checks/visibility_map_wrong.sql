-- clean
create schema tools;
grant usage on schema tools to public;
create extension pg_visibility schema tools;
create table public.sound (id integer) with (autovacuum_enabled = off);
insert into public.sound values (1);
create table public."Damaged" (id integer) with (autovacuum_enabled = off);
insert into public."Damaged" values (1);
delete from public."Damaged";
checkpoint;
vacuum (freeze) public.sound;
checkpoint;
-- wait: select all_visible = 1 from tools.pg_visibility_map_summary('public.sound'::regclass)
-- broken
-- expect: public."Damaged"
select pg_catalog.lo_import(pg_catalog.pg_relation_filepath('public.sound') || '_vm', 4711);
select pg_catalog.lo_export(4711, pg_catalog.pg_relation_filepath('public."Damaged"') || '_vm');
create table public.held (id integer);
-- in session holder:
begin; lock table public.held in access exclusive mode;
-- fixed
select tools.pg_truncate_visibility_map('public."Damaged"'::regclass);
vacuum public."Damaged";
