-- case
create function f1() returns int language sql as 'select 1';
-- becomes
create or replace function f1() returns int language sql as 'select 2';
-- told: function public.f1(): definition 1$function$ -> 2$function$

-- case
create function f2() returns int language sql as 'select 1';
-- becomes
alter function f2() immutable;
-- told: function public.f2(): definition none -> IMMUTABLE

-- case
create function f3() returns int language sql as 'select 1';
-- becomes
alter function f3() security definer;
-- told: function public.f3(): definition none -> SECURITY DEFINER

-- case
create function f4() returns int language sql as 'select 1';
-- becomes
alter function f4() strict;
-- told: function public.f4(): definition none -> STRICT

-- case
create function f5() returns int language sql as 'select 1';
-- becomes
alter function f5() parallel safe;
-- told: function public.f5(): definition none -> PARALLEL SAFE

-- case
create function f6() returns int language sql as 'select 1';
-- becomes
alter function f6() cost 7;
-- told: function public.f6(): definition none -> COST 7

-- case
create function f7() returns setof int language sql as 'select 1';
-- becomes
alter function f7() rows 7;
-- told: function public.f7(): definition none -> ROWS 7

-- case
create function f8() returns int language sql as 'select 1';
-- becomes
alter function f8() set search_path = '';
-- told: function public.f8(): definition none -> SET search_path TO ''

-- case
create function f9() returns int language sql as 'select 1';
-- becomes
alter function f9() leakproof;
-- told: function public.f9(): definition none -> LEAKPROOF

-- case
create function f10() returns int language sql as 'select 1';
-- becomes
drop function f10();
create function f10() returns bigint language sql as 'select 1::bigint';
-- told: function public.f10(): definition integer -> bigint; 1$function$ -> 1::bigint$function$

-- case
create function f11(a int) returns int language sql as 'select 1';
-- becomes
drop function f11;
create function f11(a bigint) returns int language sql as 'select 1';
-- told: function public.f11(a bigint): only there
-- told: function public.f11(a integer): only here

-- case
create function f12(a int) returns int language sql as 'select 1';
-- becomes
create or replace function f12(a int default 3) returns int language sql as 'select 1';
-- told: function public.f12(a integer): definition integer) -> integer DEFAULT 3)

-- case
create function f13() returns int begin atomic select 1; end;
-- becomes
create or replace function f13() returns int begin atomic select 2; end;
-- told: function public.f13(): definition 1; -> 2;

-- case
create procedure f14() language sql as 'select 1';
-- becomes
create or replace procedure f14() language sql as 'select 2';
-- told: procedure public.f14(): definition 1$procedure$ -> 2$procedure$

-- case
create aggregate f15(int) (sfunc = int4pl, stype = int);
-- becomes
create or replace aggregate f15(int) (sfunc = int4mul, stype = int, initcond = '1', parallel = safe);
-- told: aggregate public.f15(integer): transition int4pl(integer,integer) -> int4mul(integer,integer), initial none -> 1, parallel u -> s

-- case
create aggregate f16(int) (sfunc = int4pl, stype = int);
-- becomes
create or replace aggregate f16(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int, combinefunc = int4pl, sspace = 64, finalfunc = int4abs, finalfunc_modify = read_write);
-- told: aggregate public.f16(integer): final - -> int4abs, combine - -> int4pl, space none -> 64, final modifies none -> w, moving none -> int4pl(integer,integer) int4mi(integer,integer) - integer 0 f r

-- case
create function f17() returns int language sql as 'select 1';
-- becomes
comment on function f17() is 'said';
-- told: function public.f17(): comment none -> said

-- case
create aggregate f18(int) (sfunc = int4pl, stype = int);
-- becomes
drop aggregate f18(int);
-- told: aggregate public.f18(integer): only here
