-- clean
create table public.keyed (id integer primary key, note text);
create table public.equivalent (code text not null unique, note text);
create table public.parent (id integer primary key) partition by range (id);
create table public.child partition of public.parent for values from (0) to (100);
-- broken
-- expect: public.readings
create table public.readings (sensor integer not null, measured_at timestamptz not null, value numeric);
create unique index readings_partial on public.readings (sensor, measured_at) where value is not null;
-- fixed
alter table public.readings add primary key (sensor, measured_at);
