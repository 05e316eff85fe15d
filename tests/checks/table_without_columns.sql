-- clean
create table public.countries (code text primary key);
create table public.orders (id integer, note text);
-- broken
-- expect: public."Nothing"
-- expect: public.numbers
create table public."Nothing" ();
create table public.numbers (n integer);
-- fixed
drop table public."Nothing";
alter table public.numbers add primary key (n);
