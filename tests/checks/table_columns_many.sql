-- clean
create table public.orders (id integer primary key, note text);
-- broken
-- set param: many = 4
-- set param: used_pct = 0.5
-- expect: public."Wide"
-- expect: public.worn
create table public."Wide" (a integer, b integer, c integer, d integer);
create table public.worn (a integer, b integer, c integer, d integer, e integer, f integer, g integer, h integer);
alter table public.worn drop column b, drop column c, drop column d, drop column e, drop column f, drop column g;
-- fixed
-- set param: many = 4
-- set param: used_pct = 0.5
alter table public."Wide" drop column d;
drop table public.worn;
create table public.worn (a integer, h integer);
