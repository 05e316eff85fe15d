-- clean
-- set param: max_dead = 1000
create table public."Large orders" (id integer);
create table public.small (id integer);
insert into public."Large orders" select pg_catalog.generate_series(1, 3000);
insert into public.small select pg_catalog.generate_series(1, 900);
analyze public."Large orders", public.small;
-- broken
-- set param: max_dead = 1000
-- expect: public."Large orders"
insert into public."Large orders" select pg_catalog.generate_series(1, 3000);
analyze public."Large orders";
-- fixed
-- set param: max_dead = 1000
alter table public."Large orders" set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100);
