-- case
create sequence s1;
-- becomes
alter sequence s1 increment 2 minvalue 0 maxvalue 99 start 4 cache 10 cycle;
-- told: sequence public.s1: start 1 -> 4, increment 1 -> 2, min 1 -> 0, max 9223372036854775807 -> 99, cache 1 -> 10, cycle no -> yes

-- case
create sequence s2;
-- becomes
alter sequence s2 as int;
-- told: sequence public.s2: type bigint -> integer, max 9223372036854775807 -> 2147483647

-- case
create sequence s3;
create table s3t (a int);
-- becomes
alter sequence s3 owned by s3t.a;
-- told: sequence public.s3: owned by none -> public.s3t.a

-- case, since 15
create sequence s4;
-- becomes
alter sequence s4 set unlogged;
-- told: sequence public.s4: persistence none -> unlogged

-- case
create sequence s5;
-- becomes
comment on sequence s5 is 'said';
-- told: sequence public.s5: comment none -> said
