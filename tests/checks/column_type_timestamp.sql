-- clean
create table public.orders (id integer primary key, placed_at timestamptz, due date);
-- broken
-- expect: public."Order lines"
create table public."Order lines" (id integer primary key, "Placed" timestamp(3), sent timestamp);
-- fixed
set timezone = 'UTC';
alter table public."Order lines" alter column "Placed" type timestamptz, alter column sent type timestamptz;
