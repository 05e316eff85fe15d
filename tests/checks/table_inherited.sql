-- clean
create table public.parted (id integer primary key) partition by range (id);
create table public.parted_1 partition of public.parted for values from (0) to (10);
-- broken
-- expect: public."Events"
create table public."Events" (id integer primary key);
create table public."Events 2025" () inherits (public."Events");
-- fixed
alter table public."Events 2025" no inherit public."Events";
