-- clean
create table public.readings (sensor integer not null, taken_at date not null) partition by range (taken_at);
create table public.readings_old partition of public.readings for values from (minvalue) to ('2020-01-01');
create table public."Readings' new" partition of public.readings for values from ('2020-01-01') to (maxvalue);
create index readings_taken_at on public.readings (taken_at);
-- broken
-- expect: public."by sensor"
-- expect: public.readings_key
create index "by sensor" on only public.readings (sensor desc, taken_at) where sensor > 0;
alter table only public.readings add constraint readings_key primary key (sensor, taken_at);
create unique index old_key on public.readings_old (sensor, taken_at);
alter table public.readings_old add constraint old_key primary key using index old_key;
alter index public.readings_key attach partition public.old_key;
-- fixed
create index concurrently "Readings' new_by sensor" on public."Readings' new" using btree (sensor desc, taken_at) where (sensor > 0);
alter index public."by sensor" attach partition public."Readings' new_by sensor";
create index concurrently "readings_old_by sensor" on public.readings_old using btree (sensor desc, taken_at) where (sensor > 0);
alter index public."by sensor" attach partition public."readings_old_by sensor";
create unique index concurrently "Readings' new_readings_key" on public."Readings' new" using btree (sensor, taken_at);
alter table public."Readings' new" add constraint "Readings' new_readings_key" primary key using index "Readings' new_readings_key";
alter index public.readings_key attach partition public."Readings' new_readings_key";
