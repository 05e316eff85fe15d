-- clean
-- set param: min_bytes = 8192
create materialized view public.totals as select g as id, g * 2 as total from pg_catalog.generate_series(1, 100) as g;
create unique index on public.totals (id);
create materialized view public.nothing as select 1 as id where false;
-- broken
-- set param: min_bytes = 8192
-- expect: public."Sums"
create materialized view public."Sums" as select g as id, g * 2 as total from pg_catalog.generate_series(1, 100) as g;
create unique index on public."Sums" (id) where id > 5;
create unique index on public."Sums" ((id + 1));
-- fixed
-- set param: min_bytes = 8192
create unique index concurrently on public."Sums" (id);
refresh materialized view concurrently public."Sums";
