-- clean
create table public.orders (id integer primary key, good numeric(12, 2));
-- broken
-- expect: public."Order lines"
create table public."Order lines" (id integer primary key, "First" money, second money) partition by range (id);
create table public.lines_1 partition of public."Order lines" for values from (0) to (10);
-- fixed
alter table public."Order lines" alter column "First" type numeric, alter column second type numeric;
