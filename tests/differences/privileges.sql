-- case, privileges
create role b1_a;
create role b1_b;
create table b1 (a int);
-- becomes
alter table b1 owner to b1_a;
-- told: table public.b1: owner postgres -> b1_a

-- case, privileges
create role b2_a;
create role b2_b;
create table b2 (a int);
-- becomes
grant select, insert on b2 to b2_a;
grant update on b2 to b2_b with grant option;
-- told: table public.b2: privileges owner=all -> b2_a=INSERT,SELECT; b2_b=UPDATE*; owner=all

-- case, privileges
create role b3_a;
create role b3_b;
create table b3 (a int);
-- becomes
grant select (a) on b3 to b3_a;
-- told: column public.b3.a: privileges none -> b3_a=SELECT

-- case, privileges
create role b4_a;
create role b4_b;
create function b4() returns int language sql as 'select 1';
-- becomes
revoke execute on function b4() from public;
-- told: function public.b4(): privileges owner=EXECUTE; public=EXECUTE -> owner=EXECUTE

-- case, privileges
create role b5_a;
create role b5_b;
create schema b5;
-- becomes
grant usage on schema b5 to b5_a;
-- told: schema b5: privileges owner=all -> b5_a=USAGE; owner=all

-- case, privileges
create role b6_a;
create role b6_b;
create sequence b6;
-- becomes
grant usage on sequence b6 to b6_a;
-- told: sequence public.b6: privileges owner=all -> b6_a=USAGE; owner=all

-- case, privileges
create role b7_a;
create role b7_b;
create type b7 as enum ('a');
-- becomes
alter type b7 owner to b7_a;
revoke usage on type b7 from public;
-- told: type public.b7: owner postgres -> b7_a, privileges owner=USAGE; public=USAGE -> owner=USAGE

-- case, privileges
create role b8_a;
create role b8_b;
create schema b8;
-- becomes
alter default privileges for role b8_a in schema b8 grant select on tables to b8_b;
-- told: default privileges of b8_a in b8 for tables: only there

-- case, privileges
create role b9_a;
create role b9_b;
create foreign data wrapper b9;
create server b9s foreign data wrapper b9;
-- becomes
create user mapping for b9_a server b9s options (password 'hidden');
-- told: user mapping b9_a on b9s: only there

-- case, privileges
create role b10_a;
create role b10_b;
create publication b10;
create view b10v as select 1 as one;
-- becomes
alter publication b10 owner to b10_a;
alter view b10v owner to b10_a;
-- told: publication b10: owner postgres -> b10_a
-- told: view public.b10v: owner postgres -> b10_a

-- case, privileges
create sequence b11;
-- becomes
revoke usage on sequence b11 from postgres;
-- told: sequence public.b11: privileges owner=all -> owner=SELECT,UPDATE
