-- clean
create table public.orders (id integer primary key, good jsonb);
-- broken
-- expect: public."Order lines"
create table public."Order lines" (id integer primary key, "First" json, second json) partition by range (id);
create table public.lines_1 partition of public."Order lines" for values from (0) to (10);
-- fixed
alter table public."Order lines" alter column "First" type jsonb, alter column second type jsonb;
