-- clean
create schema "Odd ""shop";
create table "Odd ""shop".parents (id integer, kind text collate "C", primary key (id, kind));
create table "Odd ""shop"."Child's" (id integer primary key, parent_id bigint, "Kind" text, quantity integer);
insert into "Odd ""shop".parents values (1, 'a');
insert into "Odd ""shop"."Child's" values (1, 1, 'a', 5), (2, null, 'b', null), (3, 7, null, 1);
alter table "Odd ""shop"."Child's" add constraint simple
    foreign key (parent_id, "Kind") references "Odd ""shop".parents (id, kind) not valid;
alter table "Odd ""shop"."Child's" add constraint in_stock check (quantity < 10) not valid;
alter table "Odd ""shop"."Child's" add constraint named check ("Child's".* is not null or id > 0) not valid;
-- broken
-- expect: "Odd ""shop"."Child's".whole
-- expect: "Odd ""shop"."Child's".few
-- expect: "Odd ""shop"."Child's".simple
alter table "Odd ""shop"."Child's" add constraint whole
    foreign key (parent_id, "Kind") references "Odd ""shop".parents (id, kind) match full not valid;
alter table "Odd ""shop"."Child's" add constraint few check (quantity < 3) not valid;
alter table "Odd ""shop"."Child's" drop constraint simple;
insert into "Odd ""shop"."Child's" values (4, null, null, null);
alter table "Odd ""shop"."Child's" disable trigger all;
insert into "Odd ""shop"."Child's" values (5, 1, 'no such kind', 2);
alter table "Odd ""shop"."Child's" enable trigger all;
alter table "Odd ""shop"."Child's" add constraint simple
    foreign key (parent_id, "Kind") references "Odd ""shop".parents (id, kind) not valid;
create table public.held (id integer check (id > 0));
alter table public.held add constraint few check (id < 9) not valid;
-- in session holder:
begin; lock table public.held in access exclusive mode;
-- fixed
delete from "Odd ""shop"."Child's" where id in (1, 2, 3, 5);
alter table "Odd ""shop"."Child's" validate constraint few;
alter table "Odd ""shop"."Child's" validate constraint whole;
alter table "Odd ""shop"."Child's" validate constraint simple;
