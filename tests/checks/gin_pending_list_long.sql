-- clean
create table public.documents (words text[]) with (autovacuum_enabled = false);
create index documents_direct on public.documents using gin (words) with (fastupdate = off);
create schema "Odd tools";
create extension pgstattuple schema "Odd tools";
create index "documents' words" on public.documents using gin (words) with (gin_pending_list_limit = 64);
-- broken
-- expect: public."documents' words"
alter index public."documents' words" set (gin_pending_list_limit = 2000000);
insert into public.documents select array['word' || g, 'other' || g] from pg_catalog.generate_series(1, 5000) as g;
alter index public."documents' words" set (gin_pending_list_limit = 64);
-- fixed
select pg_catalog.gin_clean_pending_list('public."documents'' words"');
