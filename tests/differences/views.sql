-- case
create view v1 as select 1 as one;
-- becomes
create or replace view v1 as select 2 as one;
-- told: view public.v1: query 1 -> 2

-- case
create view v2 as select 1 as one;
-- becomes
alter view v2 set (security_barrier);
-- told: view public.v2: with none -> {security_barrier=true}

-- case
create materialized view v3 as select 1 as one;
-- becomes
drop materialized view v3;
create materialized view v3 as select 2 as one with no data;
-- told: materialized view public.v3: not populated no -> yes, query 1 -> 2

-- case
create materialized view v4 as select 1 as one;
-- becomes
alter materialized view v4 set (fillfactor = 50);
-- told: materialized view public.v4: with none -> {fillfactor=50}

-- case
create materialized view v5 as select 'a'::text as one;
-- becomes
alter materialized view v5 set (toast.autovacuum_enabled = off);
-- told: materialized view public.v5: toast none -> {autovacuum_enabled=off}

-- case
create view v6 as select 1 as one;
-- becomes
alter view v6 alter one set default 5;
-- told: column public.v6.one: default none -> 5

-- case
create view v7 as select 1 as one;
-- becomes
comment on view v7 is 'said';
-- told: view public.v7: comment none -> said

-- case
create materialized view v8 as select 1 as one;
-- becomes
comment on materialized view v8 is 'said';
-- told: materialized view public.v8: comment none -> said

-- case
create access method v9_am type table handler heap_tableam_handler;
create materialized view v9 as select 1 as one;
create table v9t (a int);
-- becomes
drop materialized view v9;
create materialized view v9 using v9_am as select 1 as one;
drop table v9t;
create table v9t (a int) using v9_am;
-- told: materialized view public.v9: using none -> v9_am
-- told: table public.v9t: using none -> v9_am
