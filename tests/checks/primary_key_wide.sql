-- clean
-- set param: min_rows = 1000
create table public.countries (code text primary key, name text);
insert into public.countries select 'c' || g, pg_catalog.repeat('name ', 20) from pg_catalog.generate_series(1, 2000) as g;
create table public.keyed (id bigint primary key, url text unique);
insert into public.keyed select g, pg_catalog.repeat('long ', 20) || g from pg_catalog.generate_series(1, 2000) as g;
create table public."Web pages" (url text primary key);
analyze;
-- broken
-- set param: min_rows = 1000
-- expect: public."Web pages"
insert into public."Web pages" select 'https://example.org/a/long/way/to/page/' || g from pg_catalog.generate_series(1, 2000) as g;
create table public.links (url text references public."Web pages" (url));
analyze;
-- fixed
-- set param: min_rows = 1000
alter table public.links drop constraint links_url_fkey;
alter table public."Web pages" drop constraint "Web pages_pkey";
alter table public."Web pages" add column id bigint generated always as identity primary key;
alter table public."Web pages" add unique (url);
analyze;
