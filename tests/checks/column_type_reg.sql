-- clean
create table public.kept (a regclass, b regrole, c regtype, d oid);
create view public.shown as select 'lower(text)'::regprocedure as f;
-- broken
-- expect: public.jobs."Calls"
-- expect: public.jobs.pair
create type public.pair as (name text, config regconfig);
create table public.jobs (id integer primary key, "Calls" regprocedure[], pair public.pair);
-- fixed
alter table public.jobs alter column "Calls" type text;
alter table public.jobs alter column pair type text;
