-- clean
create table public.names (code text collate "C" primary key, note text);
do $$ begin execute (select format('alter table public.names add column name text collate pg_catalog.%I', min(collname)) from pg_catalog.pg_collation where collversion is not null); end $$;
create index "names' name" on public.names (name);
-- broken
update pg_catalog.pg_collation as c set collversion = '0' from pg_catalog.pg_attribute as a where a.attrelid = 'public.names'::regclass and a.attname = 'name' and c.oid = a.attcollation;
-- fixed
reindex index concurrently public."names' name";
do $$ begin execute (select format('alter collation pg_catalog.%I refresh version', min(collname)) from pg_catalog.pg_collation where collversion is not null); end $$;
