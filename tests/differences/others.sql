-- case
create schema o1;
-- becomes
drop schema o1;
-- told: schema o1: only here

-- case
create schema o2;
-- becomes
comment on schema o2 is 'said';
-- told: schema o2: comment none -> said

-- case
-- becomes
create extension hstore;
-- told: extension hstore: only there

-- case
create schema o3;
create extension citext;
-- becomes
alter extension citext set schema o3;
-- told: extension citext: schema public -> o3

-- case
create extension pg_trgm version '1.5';
-- becomes
alter extension pg_trgm update to '1.6';
-- told: extension pg_trgm: version 1.5 -> 1.6

-- case
create table o4 (a int, b int);
create statistics o4_s on a, b from o4;
-- becomes
drop statistics o4_s;
create statistics o4_s (ndistinct) on a, b from o4;
-- told: statistics public.o4_s: definition none -> (ndistinct)

-- case
create table o5 (a int, b int);
create statistics o5_s on (a + 1) from o5;
-- becomes
alter statistics o5_s set statistics 300;
-- told: statistics public.o5_s: statistics none -> 300

-- case
create table o6 (a int, b int);
create statistics o6_s on a, b from o6;
-- becomes
comment on statistics o6_s is 'said';
-- told: statistics public.o6_s: comment none -> said

-- case
create collation o7 (provider = libc, locale = 'C');
-- becomes
drop collation o7;
-- told: collation public.o7: only here

-- case
create publication p1;
-- becomes
alter publication p1 set (publish = 'insert');
-- told: publication p1: publishes insert, update, delete, truncate -> insert

-- case
create table p2t (a int);
create publication p2;
-- becomes
alter publication p2 add table p2t;
-- told: publication p2: tables none -> public.p2t

-- case, since 15
create table p3t (a int, b int);
create publication p3 for table p3t;
-- becomes
alter publication p3 set table p3t (a) where (a > 0);
-- told: publication p3: tables public.p3t -> public.p3t (a) where (a > 0)

-- case, since 15
create schema p4s;
create publication p4;
-- becomes
alter publication p4 add tables in schema p4s;
-- told: publication p4: schemas none -> p4s

-- case
create publication p5;
-- becomes
alter publication p5 set (publish_via_partition_root);
-- told: publication p5: via root no -> yes

-- case
create publication p6;
-- becomes
drop publication p6;
create publication p6 for all tables;
-- told: publication p6: all tables no -> yes

-- case, since 18
create publication p7;
-- becomes
alter publication p7 set (publish_generated_columns = stored);
-- told: publication p7: generated columns none -> s

-- case
create subscription p8 connection 'dbname=x' publication a with (connect = false);
-- becomes
alter subscription p8 set publication b with (refresh = false);
-- told: subscription p8: publications {a} -> {b}

-- case
create foreign data wrapper w1;
-- becomes
alter foreign data wrapper w1 options (debug 'yes');
-- told: foreign data wrapper w1: options none -> {debug=yes}

-- case
create foreign data wrapper w2;
create server w2s foreign data wrapper w2 options (host 'a', password 'hidden');
-- becomes
alter server w2s version '2' options (set host 'b');
-- told: foreign server w2s: version none -> '2', options {host=a,password=***} -> {host=b,password=***}

-- case
create foreign data wrapper w4;
create server w4s foreign data wrapper w4 options (host 'a', api_key 'hidden, "hidden"', url 'x://u:hidden@h');
-- becomes
alter server w4s options (set host 'b');
-- told: foreign server w4s: options {host=a,"api_key=***",url=x://u:***@h} -> {host=b,"api_key=***",url=x://u:***@h}

-- case
create foreign data wrapper w3;
create server w3s foreign data wrapper w3;
create foreign table w3t (a int) server w3s;
-- becomes
alter foreign table w3t options (x 'y');
alter foreign table w3t alter a options (z 'w');
-- told: column public.w3t.a: options none -> {z=w}
-- told: foreign table public.w3t: options none -> {x=y}

-- case
create type x1 as (a int);
create function x1_f(x1) returns int language sql as 'select 1';
-- becomes
create cast (x1 as int) with function x1_f(x1) as implicit;
-- told: cast public.x1 as integer: only there

-- case
create type x2 as (a int);
create function x2_f(x2) returns int language sql as 'select 1';
create cast (x2 as int) with function x2_f(x2);
-- becomes
drop cast (x2 as int);
create cast (x2 as int) with function x2_f(x2) as assignment;
-- told: cast public.x2 as integer: context explicit -> assignment

-- case
create type x3 as (a int);
create function x3_f(x3, x3) returns bool language sql as 'select true';
create operator === (function = x3_f, leftarg = x3, rightarg = x3);
-- becomes
drop operator === (x3, x3);
create operator === (function = x3_f, leftarg = x3, rightarg = x3, merges, restrict = eqsel);
-- told: operator public.===(public.x3,public.x3): merges no -> yes, restrict none -> eqsel

-- case
create operator family x4 using btree;
create operator class x4c for type int using btree family x4 as operator 1 <, operator 3 =, function 1 btint4cmp(int, int);
-- becomes
alter operator family x4 using btree add operator 1 < (int, bigint);
-- told: operator family public.x4 using btree: operators 1 <(integer,integer), 3 =(integer,integer) -> 1 <(integer,bigint), 1 <(integer,integer), 3 =(integer,integer)

-- case
create operator class x5 for type int using btree as operator 1 <, operator 3 =, function 1 btint4cmp(int, int);
-- becomes
drop operator class x5 using btree;
-- told: operator class public.x5 using btree: only here
-- told: operator family public.x5 using btree: operators 1 <(integer,integer), 3 =(integer,integer) -> none, functions 1 (integer,integer) btint4cmp(integer,integer) -> none

-- case
create text search configuration x6 (copy = simple);
-- becomes
alter text search configuration x6 alter mapping for word with english_stem;
-- told: text search configuration public.x6: mappings simple -> english_stem

-- case
create text search dictionary x7 (template = simple);
-- becomes
alter text search dictionary x7 (accept = false);
-- told: text search dictionary public.x7: options none -> accept = 'false'

-- case
-- becomes
create text search template x8 (lexize = dsimple_lexize);
-- told: text search template public.x8: only there

-- case
-- becomes
create text search parser x9 (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
-- told: text search parser public.x9: only there

-- case
-- becomes
create conversion x10 for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- told: conversion public.x10: only there

-- case
-- becomes
create language x11 handler plpgsql_call_handler;
-- told: language x11: only there

-- case
-- becomes
create access method x12 type table handler heap_tableam_handler;
-- told: access method x12: only there

-- case
create type x13 as (a int);
create function x13_f(internal) returns internal immutable language internal as 'int4_bool';
-- becomes
create transform for x13 language plpgsql (from sql with function x13_f(internal));
-- told: transform public.x13 for plpgsql: only there
