-- case
create function g1_f() returns trigger language plpgsql as 'begin return new; end';
create table g1 (a int);
create trigger g1_t before insert on g1 for each row execute function g1_f();
-- becomes
alter table g1 disable trigger g1_t;
-- told: trigger public.g1.g1_t: firing none -> disabled

-- case
create function g2_f() returns trigger language plpgsql as 'begin return new; end';
create table g2 (a int);
create trigger g2_t before insert on g2 for each row execute function g2_f();
-- becomes
alter table g2 enable always trigger g2_t;
-- told: trigger public.g2.g2_t: firing none -> enabled always

-- case
create function g3_f() returns trigger language plpgsql as 'begin return new; end';
create table g3 (a int);
create trigger g3_t before insert on g3 for each row execute function g3_f();
-- becomes
create or replace trigger g3_t after insert or update on g3 for each row execute function g3_f();
-- told: trigger public.g3.g3_t: definition BEFORE -> AFTER; none -> OR UPDATE

-- case
create function g4_f() returns trigger language plpgsql as 'begin return new; end';
create table g4 (a int);
create trigger g4_t before insert on g4 for each row execute function g4_f();
-- becomes
create or replace trigger g4_t before insert on g4 for each row when (new.a > 0) execute function g4_f();
-- told: trigger public.g4.g4_t: definition none -> WHEN ((new.a > 0))

-- case
create function g5_f() returns event_trigger language plpgsql as 'begin end';
create event trigger g5_t on ddl_command_end when tag in ('CREATE CAST') execute function g5_f();
-- becomes
drop event trigger g5_t;
create event trigger g5_t on ddl_command_start when tag in ('DROP CAST') execute function g5_f();
-- told: event trigger g5_t: event ddl_command_end -> ddl_command_start, tags {"CREATE CAST"} -> {"DROP CAST"}

-- case
create function g6_f() returns event_trigger language plpgsql as 'begin end';
create event trigger g6_t on ddl_command_end when tag in ('CREATE CAST') execute function g6_f();
-- becomes
alter event trigger g6_t disable;
-- told: event trigger g6_t: firing none -> disabled

-- case
create table g7 (a int);
create rule g7_r as on delete to g7 do instead nothing;
-- becomes
create or replace rule g7_r as on delete to g7 do also notify x;
-- told: rule public.g7.g7_r: definition INSTEAD NOTHING; -> NOTIFY x;

-- case
create table g8 (a int);
create rule g8_r as on delete to g8 do instead nothing;
-- becomes
alter table g8 disable rule g8_r;
-- told: rule public.g8.g8_r: firing none -> disabled

-- case
create table g9 (a int);
create policy g9_p on g9;
-- becomes
drop policy g9_p on g9;
create policy g9_p on g9 as restrictive for select to pg_monitor using (a > 0);
-- told: policy public.g9.g9_p: as permissive -> restrictive, command all -> select, to public -> pg_monitor, using none -> ((a > 0))

-- case
create table g10 (a int);
create policy g10_p on g10 with check (a > 0);
-- becomes
alter policy g10_p on g10 with check (a > 1);
-- told: policy public.g10.g10_p: with check ((a > 0)) -> ((a > 1))

-- case
create function g11_f() returns trigger language plpgsql as 'begin return new; end';
create table g11 (a int);
create trigger g11_t before insert on g11 for each row execute function g11_f();
-- becomes
comment on trigger g11_t on g11 is 'said';
-- told: trigger public.g11.g11_t: comment none -> said

-- case
create table g12 (a int);
create policy g12_p on g12;
-- becomes
comment on policy g12_p on g12 is 'said';
-- told: policy public.g12.g12_p: comment none -> said

-- case
create table g13 (a int);
create rule g13_r as on delete to g13 do instead nothing;
-- becomes
comment on rule g13_r on g13 is 'said';
-- told: rule public.g13.g13_r: comment none -> said
