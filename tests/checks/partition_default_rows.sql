-- clean
create table public.by_day (day date, note text) partition by range (day);
create table public.by_day_1 partition of public.by_day for values from ('2020-01-01') to ('2021-01-01');
create table public."Rest" partition of public.by_day default;
insert into public.by_day values ('2020-05-05', 'a');
insert into public."Rest" values ('2022-05-05', 'gone');
delete from public."Rest";
create table public.by_land (land text) partition by list (land);
create table public.other_lands partition of public.by_land default;
insert into public.by_land values ('is');
-- broken
-- expect: public.by_day
insert into public.by_day values ('2023-05-05', 'late');
create table public.held (day date) partition by range (day);
create table public.held_rest partition of public.held default;
-- in session holder:
begin; lock table public.held_rest in access exclusive mode;
-- fixed
begin;
alter table public.by_day detach partition public."Rest";
create table public.by_day_2 partition of public.by_day for values from ('2023-01-01') to ('2024-01-01');
insert into public.by_day select * from public."Rest";
truncate public."Rest";
alter table public.by_day attach partition public."Rest" default;
commit;
