-- clean
create function public.invoked() returns integer language sql as 'select 1';
create function public.pinned() returns integer language sql security definer set search_path = '' as 'select 1';
create function public.bound() returns integer language sql security definer return 1;
-- broken
-- expect: public."Do it"(integer, public.word)
-- expect: public.each_hour()
create domain public.word as text;
create function public."Do it"(n integer, w public.word, out r integer) language sql security definer as 'select 1';
create procedure public.each_hour() language sql security definer as 'select 1';
-- fixed
alter routine public."Do it"(integer, public.word) set search_path = pg_catalog, public, pg_temp;
alter routine public.each_hour() set search_path = pg_catalog, public, pg_temp;
