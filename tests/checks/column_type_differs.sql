-- clean
create table public.one (tenant bigint, note text, "Value" text);
create table public.two (tenant bigint, note varchar(10), "Value" numeric);
create table public.three (tenant bigint, note text, "Value" integer);
create table public.four (tenant bigint, note text, "Value" text);
create table public.five (tenant bigint, note text, "Value" numeric) partition by range (tenant);
create table public.five_1 partition of public.five for values from (0) to (9);
-- broken
-- expect: public."Order lines".tenant
create table public."Order lines" (tenant integer, id integer);
-- fixed
alter table public."Order lines" alter column tenant type bigint;
