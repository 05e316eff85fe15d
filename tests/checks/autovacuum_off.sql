-- clean
create table public.orders (id integer, note text) with (autovacuum_vacuum_scale_factor = 0.01);
-- broken
-- expect: public.orders
alter table public.orders set (toast.autovacuum_enabled = off);
-- fixed
alter table public.orders reset (autovacuum_enabled, toast.autovacuum_enabled);
