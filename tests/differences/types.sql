-- case
create type y1 as enum ('a', 'b');
-- becomes
alter type y1 add value 'c' before 'b';
-- told: type public.y1: labels {a,b} -> {a,c,b}

-- case
create type y2 as (a int);
-- becomes
alter type y2 add attribute b text;
-- told: column public.y2.b: only there
-- told: type public.y2: columns (a) -> (a, b)

-- case
create type y3 as (a int);
-- becomes
alter type y3 alter attribute a type text;
-- told: column public.y3.a: type integer -> text

-- case
create domain y4 as int;
-- becomes
alter domain y4 set default 4;
-- told: domain public.y4: default none -> 4

-- case
create domain y5 as int;
-- becomes
alter domain y5 set not null;
-- told: domain public.y5: not null no -> yes

-- case
create domain y6 as int;
-- becomes
alter domain y6 add constraint y6_c check (value > 0);
-- told: constraint public.y6.y6_c: only there

-- case
create domain y7 as text;
-- becomes
drop domain y7;
create domain y7 as varchar(7) collate "C";
-- told: domain public.y7: base text -> character varying(7), collate none -> "C"

-- case
create domain y8 as timestamptz default now();
-- becomes
alter domain y8 set default clock_timestamp();
-- told: domain public.y8: default now() -> clock_timestamp()

-- case
create type y9 as range (subtype = float8);
-- becomes
drop type y9;
create type y9 as range (subtype = float8, subtype_diff = float8mi);
-- told: type public.y9: subtype difference - -> float8mi

-- case
create type y10 as range (subtype = text);
-- becomes
drop type y10;
create type y10 as range (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
-- told: type public.y10: subtype collate none -> "C", subtype operators none -> pg_catalog.text_pattern_ops

-- case
create type y11;
create function y11_in(cstring) returns y11 immutable strict language internal as 'int4in';
create function y11_out(y11) returns cstring immutable strict language internal as 'int4out';
create type y11 (input = y11_in, output = y11_out, internallength = 4, passedbyvalue, alignment = int4);
-- becomes
drop type y11 cascade;
create type y11;
create function y11_in(cstring) returns y11 immutable strict language internal as 'int4in';
create function y11_out(y11) returns cstring immutable strict language internal as 'int4out';
create type y11 (input = y11_in, output = y11_out, internallength = 4, passedbyvalue, alignment = int4, category = 'N', preferred);
-- told: type public.y11: category U -> N preferred

-- case
create type y12 as enum ('a');
-- becomes
comment on type y12 is 'said';
-- told: type public.y12: comment none -> said

-- case
create domain y13 as int;
-- becomes
comment on domain y13 is 'said';
-- told: domain public.y13: comment none -> said
