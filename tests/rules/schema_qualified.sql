-- caught: a new table
create table t (a integer);
-- caught: an index
create index i on t (a);
-- clean: with its schema
create table public.t (a integer);
alter table public.t add column b integer;
